"""When a report is due, and when its owner is reminded: from a clock's figures and the calendar alone."""

from collections.abc import Set
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.clock import local
from knowledge.models.report import ANSWERED, Report, ReportClass, ReportStep
from knowledge.working_days import Calendar

# What a clock counts in: hours of every day, or whole working days.
HOURS, DAYS = "hours", "days"
FIRST, HALF, MOST, LATE, NAMED = "first", "half", "most", "late", "named"
# The parts of the time after which the owner is reminded.
_PARTS = ((HALF, 0.5), (MOST, 0.8))
# So many working days after it is due, a report stands in the county's list by name.
NAMED_AFTER_DAYS = 2


def due_at(calendar: Calendar, kind: str, start: datetime, figure: int) -> datetime:
    """When what began at `start` is due: `figure` hours later, or at the end of that working day."""
    if kind == HOURS:
        return start + timedelta(hours=figure)
    return calendar.last_moment(local(start).date(), figure)


def reminders(calendar: Calendar, kind: str, start: datetime, due: datetime) -> dict[str, datetime]:
    """When each step is taken: half of the time, four fifths of it, due, and the county's list."""
    found = {name: _part(calendar, kind, start, due, part) for name, part in _PARTS}
    return {**found, LATE: due, NAMED: calendar.last_moment(local(due).date(), NAMED_AFTER_DAYS)}


def ahead(session: Session, report: Report, calendar: Calendar) -> dict[str, datetime]:
    """The steps of a report's clock that its present stage has not had yet, and when each is due."""
    if report.state == ANSWERED or report.joined_to is not None:
        return {}
    kind = session.get_one(ReportClass, report.class_id).clock
    moments = reminders(calendar, kind, report.started_at, report.due_at)
    if report.first_due_at and report.first_told_at is None:
        moments[FIRST] = report.first_due_at
    had = _had(session, report)
    return {name: moment for name, moment in moments.items() if name not in had}


def start(session: Session, report: Report, calendar: Calendar) -> None:
    """Sets when the clock's next step is due, after anything that bears on it."""
    report.next_at = min(ahead(session, report, calendar).values(), default=None)


def _had(session: Session, report: Report) -> Set[str]:
    keys = session.scalars(select(ReportStep.key).where(ReportStep.report_id == report.id))
    return {name for name, _, stage in (key.rpartition(":") for key in keys) if int(stage) == report.stage}


def _part(calendar: Calendar, kind: str, start: datetime, due: datetime, part: float) -> datetime:
    if kind == HOURS:
        return start + (due - start) * part
    return calendar.moment(start, calendar.worked(start, due) * part)
