"""The month's table: what each unit received, how much of it was answered, how fast, and whether it was solved."""

import statistics
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models.report import ANSWERED, Report, Unit
from knowledge.reports.rights import may_see
from knowledge.staff.access import Actor
from knowledge.statistics.moments import midnight

_HOUR = timedelta(hours=1)
# What a figure counts, by the name under which it opens.
COUNTED: dict[str, Callable[[Report, datetime], bool]] = {
    "received": lambda one, at: True,
    "answered": lambda one, at: one.state == ANSWERED,
    "late": lambda one, at: one.was_late or (one.state != ANSWERED and one.due_at < at),
    "solved": lambda one, at: one.is_solved is True,
    "unsolved": lambda one, at: one.is_solved is False or one.reopened_at is not None,
}
NAMES = {"received": "收到", "answered": "已答复", "late": "超期", "solved": "说解决了", "unsolved": "说没解决"}


@dataclass(frozen=True)
class Row:
    """One unit's month; `median_hours` is from what came in to its answer, None where nothing was answered."""

    unit: Unit | None
    figures: dict[str, int]
    median_hours: float | None

    @property
    def answered_share(self) -> float:
        """The share of what was received that was answered, 0 to 1."""
        return self.figures["answered"] / self.figures["received"] if self.figures["received"] else 0.0

    @property
    def solved_share(self) -> float | None:
        """The share of those who said something that called it solved; None where nobody said anything."""
        said = self.figures["solved"] + self.figures["unsolved"]
        return self.figures["solved"] / said if said else None


def of(session: Session, actor: Actor | None, month: date, at: datetime) -> list[Row]:
    """The rows of what was received in a month, as it stands at the cut-off time `at`, the most received first.

    With no actor it is everybody's, for the farmers' pages.
    """
    by_unit: defaultdict[int | None, list[Report]] = defaultdict(list)
    for report in received(session, actor, month):
        by_unit[report.unit_id].append(report)
    units = {unit.id: unit for unit in session.scalars(select(Unit))}
    rows = [row_of(units.get(number or 0), reports, at) for number, reports in by_unit.items()]
    return sorted(rows, key=lambda row: (-row.figures["received"], row.unit.name if row.unit else ""))


def row_of(unit: Unit | None, reports: Sequence[Report], at: datetime) -> Row:
    """The figures of some reports."""
    figures = {name: sum(counts(report, at) for report in reports) for name, counts in COUNTED.items()}
    taken = [(one.answered_at - one.received_at) / _HOUR for one in reports if one.answered_at]
    return Row(unit, figures, round(statistics.median(taken), 1) if taken else None)


def rows_behind(
    session: Session, actor: Actor, month: date, unit_id: int | None, name: str, at: datetime
) -> list[Report]:
    """The reports that a figure counts; raises KeyError for a figure that there is not."""
    counts = COUNTED[name]
    return [one for one in received(session, actor, month) if one.unit_id == unit_id and counts(one, at)]


def received(session: Session, actor: Actor | None, month: date) -> Sequence[Report]:
    """What the actor's area (or anybody, with no actor) reported in a month; test people's reports are none of it."""
    first = month.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    inside = Report.received_at >= midnight(first), Report.received_at < midnight(following)
    statement = select(Report).where(*inside, Report.is_test.is_(False))
    seen = statement.where(may_see(actor)) if actor else statement
    return session.scalars(seen.order_by(Report.received_at, Report.id)).all()
