"""What a reporter may know of his own reports; another's number looks like none."""

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.models.report import ANSWERED, Report, ReportClass, ReportStep, Unit
from knowledge.reports import filing
from knowledge.text import normalise

NEWEST = 3
_NUMBER = re.compile(r"(?<!\d)(\d{6})\s?[-—一]?\s?(\d{4})(?!\d)")
_LONGEST_WORDS, _LONGEST_REPLY = 30, 80


def number_in(text: str) -> str:
    """The number of a report that a text names, as it is kept; empty where it names none."""
    found = _NUMBER.search(normalise(text).text)
    return f"{found[1]}-{found[2]}" if found and _is_day(found[1]) else ""


def newest(session: Session, person_id: int | None) -> Sequence[Report]:
    """The person's newest reports, the last first."""
    if person_id is None:
        return []
    own = select(Report).where(Report.person_id == person_id)
    return session.scalars(own.order_by(Report.received_at.desc(), Report.id.desc()).limit(NEWEST)).all()


def numbered(session: Session, person_id: int | None, ticket_no: str) -> Report | None:
    """The person's report of this number; None also where it is another's."""
    if person_id is None:
        return None
    return session.scalar(select(Report).where(Report.ticket_no == ticket_no, Report.person_id == person_id))


def standing(session: Session, report: Report) -> str:
    """How a report stands, in two or three lines for its reporter."""
    unit = session.get(Unit, report.unit_id) if report.unit_id else None
    owner = unit.name if unit else "县里"
    head = f"{report.ticket_no}「{_short(report.words, _LONGEST_WORDS)}」"
    if report.state == ANSWERED:
        replied = f"{_day(report)}{owner}已答复：{_short(report.reply, _LONGEST_REPLY)}"
        return "\n".join([head, replied, *(["您说还没解决。"] if report.is_solved is False else [])])
    root = session.get(Report, report.joined_to) if report.joined_to else None
    due = (root or report).due_at
    kind = session.get_one(ReportClass, (root or report).class_id)
    until = filing.due_words(session, kind.clock, due)
    return f"{head}\n{owner}在办，{until}答复。\n{last_step(session, report)}".rstrip()


def steps_shown(session: Session, report: Report) -> Sequence[ReportStep]:
    """The steps that the reporter sees, oldest first."""
    shown = select(ReportStep).where(ReportStep.report_id == report.id, ReportStep.is_shown)
    return session.scalars(shown.order_by(ReportStep.id)).all()


def last_step(session: Session, report: Report) -> str:
    """The newest step that the reporter sees, with its day."""
    shown = steps_shown(session, report)
    return step_words(shown[-1]) if shown else ""


def step_words(step: ReportStep) -> str:
    """A step as its reporter reads it."""
    here = clock.local(step.at)
    return f"{here.month}月{here.day}日 {step.said}{f'：{step.words}' if step.words else ''}"


def _is_day(yymmdd: str) -> bool:
    """Whether six digits are a day as numbers of reports begin with it."""
    try:
        return bool(date.fromisoformat(f"20{yymmdd}"))
    except ValueError:
        return False


def _day(report: Report) -> str:
    here = clock.local(report.answered_at or report.received_at)
    return f"{here.month}月{here.day}日"


def _short(text: str, longest: int) -> str:
    plain = text.replace("\n", " ")
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"
