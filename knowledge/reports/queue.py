"""Reports as staff see them: by their clocks, red and amber first, each level its own area."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from knowledge.models.report import ANSWERED, REPLIED, Report, ReportClass, Unit
from knowledge.reports import running
from knowledge.reports.rights import may_see
from knowledge.staff.access import Actor

A_PAGE, MOST_PAGES = 50, 1000
RUNNING, LATE, REVIEW, DONE = "running", "late", "review", "done"
RED, AMBER, CALM = "red", "amber", ""
_AMBER = (running.HALF, running.MOST)


@dataclass(frozen=True)
class Entry:
    """One report in the queue; `others` have been joined to it."""

    report: Report
    kind: ReportClass
    unit: Unit | None
    others: int
    colour: str


@dataclass(frozen=True)
class Counts:
    """How many reports are late, near their term, and wait for review."""

    late: int
    near: int
    review: int


def page(session: Session, actor: Actor, which: str, number: int, now: datetime) -> list[Entry]:
    """Page `number` (from 0) of the reports of one kind: running ones by what is due first, answered ones newest."""
    wanted = select(Report).where(may_see(actor), Report.joined_to.is_(None), *_which(which, now))
    order = (Report.answered_at.desc(), Report.id.desc()) if which == DONE else (Report.due_at, Report.id)
    number = max(0, min(number, MOST_PAGES))
    return entries(session, session.scalars(wanted.order_by(*order).limit(A_PAGE).offset(number * A_PAGE)).all(), now)


def published(session: Session, limit: int) -> list[Report]:
    """Answered reports that stand on the farmers' pages, the newest first."""
    shown = select(Report).where(Report.state == ANSWERED, Report.public_words != "", Report.is_test.is_(False))
    return list(session.scalars(shown.order_by(Report.answered_at.desc(), Report.id.desc()).limit(limit)))


def entries(session: Session, reports: Sequence[Report], now: datetime) -> list[Entry]:
    """Reports with what belongs to them, in their order."""
    kinds = {kind.id: kind for kind in session.scalars(select(ReportClass))}
    units = {unit.id: unit for unit in session.scalars(select(Unit))}
    numbers = [report.id for report in reports]
    joined = select(Report.joined_to, func.count()).where(Report.joined_to.in_(numbers)).group_by(Report.joined_to)
    others = {row[0]: row[1] for row in session.execute(joined)}
    return [
        Entry(one, kinds[one.class_id], units.get(one.unit_id or 0), others.get(one.id, 0), colour(one, now))
        for one in reports
    ]


def counts(session: Session, actor: Actor, now: datetime) -> Counts:
    """What waits in the actor's area; test people's reports are none of it."""
    mine = [may_see(actor), Report.joined_to.is_(None), Report.is_test.is_(False), Report.state != ANSWERED]
    late, near = Report.due_at < now, (Report.due_at >= now) & Report.reminded.in_(_AMBER)
    waits = Report.state == REPLIED
    counted = select(func.count().filter(late), func.count().filter(near), func.count().filter(waits))
    row = session.execute(counted.select_from(Report).where(*mine)).one()
    return Counts(row[0], row[1], row[2])


def colour(report: Report, now: datetime) -> str:
    """Red once it is late, amber from half of its time on."""
    if report.state == ANSWERED:
        return CALM
    if report.due_at < now:
        return RED
    return AMBER if report.reminded in _AMBER else CALM


def _which(which: str, now: datetime) -> list[ColumnElement[bool]]:
    return {
        LATE: [Report.state != ANSWERED, Report.due_at < now],
        REVIEW: [Report.state == REPLIED],
        DONE: [Report.state == ANSWERED],
    }.get(which, [Report.state != ANSWERED])
