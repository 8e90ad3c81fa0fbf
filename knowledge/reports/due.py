"""When a report is due, and when its owner is reminded: from a clock's figures and the calendar alone."""

from datetime import datetime, timedelta

from knowledge.clock import local
from knowledge.working_days import Calendar

# What a clock counts in: hours of every day, or whole working days.
HOURS, DAYS = "hours", "days"
HALF, MOST, LATE, NAMED, FIRST = "half", "most", "late", "named", "first"
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


def _part(calendar: Calendar, kind: str, start: datetime, due: datetime, part: float) -> datetime:
    if kind == HOURS:
        return start + (due - start) * part
    return calendar.moment(start, calendar.worked(start, due) * part)
