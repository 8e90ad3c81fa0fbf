"""What reports' clocks do by themselves: each step of each once, however often the worker is started again."""

import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import working_days
from knowledge.db import Store
from knowledge.models.report import Report, Unit
from knowledge.reports import running, solved, steps, urgent
from knowledge.working_days import Calendar

log = logging.getLogger(__name__)
AT_ONCE = 200
_ORDER = (running.FIRST, running.HALF, running.MOST, running.LATE, running.NAMED)


def sweep(store: Store, bell: urgent.Calls, now: datetime) -> None:
    """Calls about urgent words, reminds, and asks whether what was answered is solved."""
    urgent.call(store, bell, now)
    remind_all(store, now)
    solved.ask_due(store, now)


def remind_all(store: Store, now: datetime) -> None:
    """Takes every step that is due."""
    while remind(store, now) == AT_ONCE:
        pass


def remind(store: Store, now: datetime) -> int:
    """Takes the steps that are due, each with its report in one transaction; returns how many reports had one."""
    due = select(Report).where(Report.next_at.is_not(None), Report.next_at <= now).order_by(Report.next_at, Report.id)
    with store.reading() as session:
        if session.scalar(due.with_only_columns(Report.id).limit(1)) is None:
            return 0
    with store.writing(changes_answers=False) as session:
        calendar = working_days.read(session)
        # Another worker's are left to it.
        found = session.scalars(due.limit(AT_ONCE).with_for_update(skip_locked=True)).all()
        for report in found:
            _take(session, report, calendar, now)
    return len(found)


def _take(session: Session, report: Report, calendar: Calendar, now: datetime) -> None:
    moments = running.ahead(session, report, calendar)
    for name in _ORDER:
        if name in moments and moments[name] <= now:
            steps.add(session, report, name, _said(session, report, name), now)
            report.reminded = report.reminded if name == running.FIRST else name
            report.was_late = report.was_late or name == running.LATE
            log.info("report %s: %s", report.ticket_no, name)
    running.start(session, report, calendar)


def _said(session: Session, report: Report, name: str) -> str:
    unit = session.get(Unit, report.unit_id) if report.unit_id else None
    above = session.get(Unit, unit.parent_id) if unit and unit.parent_id else None
    owner, superior = unit.name if unit else "县里（还没分派）", above.name if above else "县里"
    return {
        running.FIRST: f"到时还没先告诉反映人，提醒{owner}",
        running.HALF: f"时间过半，提醒{owner}",
        running.MOST: f"时间过了八成，提醒{owner}",
        running.LATE: f"超期，提醒上级{superior}",
        running.NAMED: f"超期两个工作日，{owner}列入县里的超期名单",
    }[name]
