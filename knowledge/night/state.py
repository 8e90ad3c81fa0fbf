"""How each source does: its last success, tonight, what waits, and the days without anything."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.imports.held import REJECTED
from knowledge.models.price import HeldQuote
from knowledge.models.source import DONE, FAILED, HELD, RECALLED, RUNNING, SourceRun, UnknownName

CALENDAR_DAYS = 30
IN_WORDS = {RUNNING: "没有完", DONE: "成功", HELD: "扣下", FAILED: "没取到", RECALLED: "已撤回"}


@dataclass(frozen=True)
class State:
    """One source as staff see it; `calendar` has a mark for each of the last days, today last."""

    name: str
    last: SourceRun | None
    last_success: datetime | None
    held: int
    unknown: int
    calendar: str


def states(session: Session, titles: dict[str, str], today: date) -> list[State]:
    """All sources by name; `titles` is what each writes into its rows as source."""
    runs = session.scalars(select(SourceRun).order_by(SourceRun.id)).all()
    held = _held(session)
    counted = select(UnknownName.source, func.count()).where(UnknownName.means.is_(None)).group_by(UnknownName.source)
    unknown: dict[str, int] = {row[0]: row[1] for row in session.execute(counted)}
    found = []
    for name, title in titles.items():
        own = [run for run in runs if run.source == name]
        good = [run for run in own if run.state == DONE]
        found.append(
            State(
                name,
                own[-1] if own else None,
                good[-1].finished_at if good else None,
                held.get(title, 0),
                unknown.get(name, 0),
                _calendar({run.night for run in good}, {run.night for run in own}, today),
            )
        )
    return found


def _held(session: Session) -> dict[str, int]:
    """Rows of prices that wait, by the source that they name."""
    counts: dict[str, int] = {}
    for fields in session.scalars(select(HeldQuote.fields).where(HeldQuote.gist != REJECTED)):
        counts[fields["source"]] = counts.get(fields["source"], 0) + 1
    return counts


def _calendar(good: set[date], tried: set[date], today: date) -> str:
    """■ a success, × a failure, · no run."""
    days = [today - timedelta(back) for back in range(CALENDAR_DAYS - 1, -1, -1)]
    return "".join("■" if day in good else "×" if day in tried else "·" for day in days)
