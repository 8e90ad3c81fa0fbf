"""Chinese working days: weekends, public holidays, and weekend days that are worked for them (调休)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.clock import SHANGHAI, local
from knowledge.models.holiday import Holiday

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Which days are worked: `off` and `on` are those that are not what their weekday says."""

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether offices are open on a day."""
        return day in self.on or (day.weekday() < _SATURDAY and day not in self.off)

    def is_announced(self, year: int) -> bool:
        """Whether a year's holidays are entered: the first of January is one in every year."""
        return date(year, 1, 1) in self.off

    def last_moment(self, day: date, days: int) -> datetime:
        """The last second of the working day that is `days` working days after a day, which itself does not count.

        Source: 民法典 第二百零一条: of a term in days the day on which it begins is not counted.
        """
        while days > 0:
            day += _DAY
            days -= self.is_working(day)
        return _midnight(day + _DAY) - timedelta(seconds=1)

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time from `start` to `end` lies on working days, each counted with its 24 hours."""
        total, day = timedelta(), local(start).date()
        while _midnight(day) < end:
            if self.is_working(day):
                total += min(end, _midnight(day + _DAY)) - max(start, _midnight(day))
            day += _DAY
        return max(total, timedelta())

    def moment(self, start: datetime, worked: timedelta) -> datetime:
        """When `worked` of time on working days has passed since `start`."""
        day = local(start).date()
        while True:
            begin = max(start, _midnight(day))
            left = _midnight(day + _DAY) - begin if self.is_working(day) else timedelta()
            if worked <= left:
                return begin + worked
            worked -= left
            day += _DAY


def read(session: Session) -> Calendar:
    """The calendar as staff keep it."""
    days = session.execute(select(Holiday.day, Holiday.is_working)).all()
    return Calendar(
        frozenset(day for day, is_working in days if not is_working),
        frozenset(day for day, is_working in days if is_working),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
