"""How each source does: its last success, tonight, what waits, and the days without anything."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.imports.held import REJECTED
from knowledge.models.price import HeldQuote
from knowledge.models.source import DONE, FAILED, HELD, RECALLED, RUNNING, SourceRun, UnknownName

CALENDAR_DAYS = 30
IN_WORDS = {RUNNING: "没有完", DONE: "成功", HELD: "扣下", FAILED: "没取到", RECALLED: "已撤回"}
GOT, NOTHING, NOT_GOT, NOT_RUN = "got", "nothing", "failed", "not run"
_MARKS = {GOT: "■", NOTHING: "■", NOT_GOT: "×", NOT_RUN: "·"}


class Day(NamedTuple):
    """One day of a source, and what came of it."""

    day: date
    came: str


@dataclass(frozen=True)
class State:
    """One source as staff see it; `days` are the last ones, today last."""

    name: str
    last: SourceRun | None
    last_success: datetime | None
    held: int
    unknown: int
    days: tuple[Day, ...]

    @property
    def calendar(self) -> str:
        """■ a success, × a failure, · no run."""
        return "".join(_MARKS[each.came] for each in self.days)


def states(session: Session, titles: dict[str, str], today: date) -> list[State]:
    """All sources by name; `titles` is what each writes into its rows as source."""
    runs = _lately(session, today)
    last, success = _last(session), _successes(session)
    held = _held(session)
    counted = select(UnknownName.source, func.count()).where(UnknownName.means.is_(None)).group_by(UnknownName.source)
    unknown: dict[str, int] = {row[0]: row[1] for row in session.execute(counted)}
    return [
        State(
            name,
            last.get(name),
            success.get(name),
            held.get(title, 0),
            unknown.get(name, 0),
            _days(runs.get(name, []), today),
        )
        for name, title in titles.items()
    ]


def _lately(session: Session, today: date) -> dict[str, list[SourceRun]]:
    """The runs of the days that the calendar shows, by source."""
    found: dict[str, list[SourceRun]] = defaultdict(list)
    for run in session.scalars(select(SourceRun).where(SourceRun.night > today - timedelta(CALENDAR_DAYS))):
        found[run.source].append(run)
    return found


def _last(session: Session) -> dict[str, SourceRun]:
    newest = select(func.max(SourceRun.id)).group_by(SourceRun.source)
    return {run.source: run for run in session.scalars(select(SourceRun).where(SourceRun.id.in_(newest)))}


def _successes(session: Session) -> dict[str, datetime | None]:
    """When each source's last run that succeeded was over."""
    newest = select(func.max(SourceRun.id)).where(SourceRun.state == DONE).group_by(SourceRun.source)
    ended = select(SourceRun.source, SourceRun.finished_at).where(SourceRun.id.in_(newest))
    return {row[0]: row[1] for row in session.execute(ended)}


def _held(session: Session) -> dict[str, int]:
    """Rows of prices that wait, by the source that they name."""
    named = HeldQuote.fields["source"].as_string()
    counted = select(named, func.count()).where(HeldQuote.gist != REJECTED).group_by(named)
    return {row[0]: row[1] for row in session.execute(counted)}


def _days(runs: list[SourceRun], today: date) -> tuple[Day, ...]:
    days = [today - timedelta(back) for back in range(CALENDAR_DAYS - 1, -1, -1)]
    return tuple(Day(day, _came([run for run in runs if run.night == day])) for day in days)


def _came(runs: list[SourceRun]) -> str:
    good = [run for run in runs if run.state == DONE]
    if good:
        return GOT if any(run.new or run.changed for run in good) else NOTHING
    return NOT_GOT if any(run.state != RUNNING for run in runs) else NOT_RUN
