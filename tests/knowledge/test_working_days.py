"""Working days: every day of 2026 as the notice has it, an invented year, and time that only runs on working days."""

from datetime import date, datetime, timedelta

import pytest

from knowledge.clock import SHANGHAI
from knowledge.db import Store
from knowledge.starter import rows
from knowledge.working_days import Calendar, read

# By hand from the notice: a month's days that are not worked, weekends included.
OFF_2026 = {
    1: [1, 2, 3, 10, 11, 17, 18, 24, 25, 31],
    2: [1, 7, 8, 15, 16, 17, 18, 19, 20, 21, 22, 23],
    3: [1, 7, 8, 14, 15, 21, 22, 28, 29],
    4: [4, 5, 6, 11, 12, 18, 19, 25, 26],
    5: [1, 2, 3, 4, 5, 10, 16, 17, 23, 24, 30, 31],
    6: [6, 7, 13, 14, 19, 20, 21, 27, 28],
    7: [4, 5, 11, 12, 18, 19, 25, 26],
    8: [1, 2, 8, 9, 15, 16, 22, 23, 29, 30],
    9: [5, 6, 12, 13, 19, 25, 26, 27],
    10: [1, 2, 3, 4, 5, 6, 7, 11, 17, 18, 24, 25, 31],
    11: [1, 7, 8, 14, 15, 21, 22, 28, 29],
    12: [5, 6, 12, 13, 19, 20, 26, 27],
}
# A year that never comes, 2040 (1 January is a Sunday): three days off in March, two worked weekends, no other holiday.
INVENTED = Calendar(
    off=frozenset(date(2040, 3, day) for day in (14, 15, 16)),
    on=frozenset({date(2040, 3, 11), date(2040, 3, 24)}),
)
# So many working days after the day, counted by hand: the day on which it ends.
ENDS_2040 = [
    ((3, 8), 1, (3, 9)), ((3, 8), 2, (3, 11)), ((3, 8), 3, (3, 12)), ((3, 8), 4, (3, 13)), ((3, 8), 5, (3, 19)),
    ((3, 10), 1, (3, 11)), ((3, 13), 1, (3, 19)), ((3, 14), 3, (3, 21)), ((3, 19), 5, (3, 24)), ((3, 23), 2, (3, 26)),
]  # fmt: skip


@pytest.fixture
def kept(sqlite_store: Store) -> Calendar:
    with sqlite_store.reading() as session:
        return read(session)


def test_every_day_of_2026_is_what_the_notice_says(kept: Calendar) -> None:
    day = date(2026, 1, 1)
    while day.year == 2026:
        assert kept.is_working(day) == (day.day not in OFF_2026[day.month]), day
        day += timedelta(days=1)


def test_what_is_entered_for_2026_differs_from_the_weekday_or_is_a_weekend_of_a_holiday() -> None:
    written = rows.of("holidays.csv")
    assert len(written) == 33 + 6
    for row in written:
        assert row["working"] == "0" or date.fromisoformat(row["day"]).weekday() >= 5


def test_a_year_is_announced_once_its_first_day_is_entered(kept: Calendar) -> None:
    assert kept.is_announced(2026) and not kept.is_announced(2027)


@pytest.mark.parametrize(("begin", "days", "end"), ENDS_2040)
def test_terms_of_the_invented_year_end_as_counted_by_hand(
    begin: tuple[int, int], days: int, end: tuple[int, int]
) -> None:
    assert INVENTED.last_moment(date(2040, *begin), days) == datetime(2040, *end, 23, 59, 59, tzinfo=SHANGHAI)


@pytest.mark.parametrize("calendar", [INVENTED, Calendar()])
def test_every_term_of_the_invented_year_holds_so_many_working_days(calendar: Calendar) -> None:
    for number in range(366):
        day = date(2040, 1, 1) + timedelta(days=number)
        for days in (1, 3, 5, 15):
            end = calendar.last_moment(day, days).astimezone(SHANGHAI).date()
            inside = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
            assert sum(map(calendar.is_working, inside)) == days and calendar.is_working(end)


def test_time_stands_still_on_days_that_are_not_worked() -> None:
    friday = datetime(2040, 3, 9, 12, 0, tzinfo=SHANGHAI)
    # Saturday is free, Sunday is worked for the holiday.
    sunday_night = datetime(2040, 3, 12, tzinfo=SHANGHAI)
    assert INVENTED.worked(friday, sunday_night) == timedelta(hours=36)
    assert INVENTED.moment(friday, timedelta(hours=13)) == datetime(2040, 3, 11, 1, 0, tzinfo=SHANGHAI)


def test_what_has_been_worked_by_a_moment_leads_back_to_it() -> None:
    start = datetime(2040, 3, 8, 9, 30, tzinfo=SHANGHAI)
    for hours in range(1, 500, 7):
        end = INVENTED.moment(start, timedelta(hours=hours))
        assert INVENTED.worked(start, end) == timedelta(hours=hours)


WORKED_2026 = [
    day
    for day in (date(2026, 1, 1) + timedelta(days=number) for number in range(365))
    if day.day not in OFF_2026[day.month]
]


@pytest.mark.parametrize("days", [1, 3, 5, 15, 60])
def test_terms_that_begin_on_any_day_of_2026_end_as_the_hand_made_table_has_it(kept: Calendar, days: int) -> None:
    for number in range(365):
        day = date(2026, 1, 1) + timedelta(days=number)
        later = [worked for worked in WORKED_2026 if worked > day]
        if len(later) >= days:
            end = kept.last_moment(day, days)
            assert (end.date(), end.hour, end.minute, end.second) == (later[days - 1], 23, 59, 59), day
