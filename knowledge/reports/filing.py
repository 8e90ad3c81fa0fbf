"""Taking a report in: its number, class, owner and due time."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge import clock, danger, working_days
from knowledge.models.base import DEFAULT_ACCOUNT, Account
from knowledge.models.person import Person
from knowledge.models.question import ANSWERED, OPEN, Asker, OpenQuestion
from knowledge.models.report import Report, ReportClass, Unit
from knowledge.reports import owners, running, steps

INTENT = "give_feedback"
# How long ago the questions may have been asked that a finished report takes the place of.
_SAME_TALK = timedelta(minutes=60)


@dataclass(frozen=True)
class Plan:
    """What becomes of a report that is made at a moment."""

    kind: ReportClass
    unit: Unit | None
    due_at: datetime


@dataclass(frozen=True)
class Said:
    """What a report says."""

    ticket_no: str
    words: str
    place: str
    region_code: str | None
    is_anonymous: bool


class NoTicket(RuntimeError):
    """All numbers of the day are taken."""


def plan(session: Session, words: str, region_code: str | None, now: datetime, key: str = "") -> Plan:
    """Class (that of `key` where one is named), owner and due time of a report; raises LookupError for no class."""
    wanted = key or owners.class_of(words)
    kind = session.scalar(select(ReportClass).where(ReportClass.key == wanted))
    if kind is None:
        raise LookupError(f"no class {wanted} of reports")
    home = session.scalar(select(Account.home_region).where(Account.id == DEFAULT_ACCOUNT)) or ""
    unit = owners.owner(session.scalars(select(Unit)), words, region_code, home)
    due = running.due_at(working_days.read(session), kind.clock, now, kind.figure)
    return Plan(kind, unit, due)


def free_ticket(session: Session, today: date) -> str:
    """A number of the day that nobody has: yymmdd and four random digits, which tell nothing of how many there are."""
    begin = f"{today:%y%m%d}-"
    taken = set(session.scalars(select(Report.ticket_no).where(Report.ticket_no.startswith(begin))))
    left = [number for number in range(10_000) if f"{begin}{number:04}" not in taken]
    if not left:
        raise NoTicket(begin)
    return f"{begin}{secrets.choice(left):04}"


def file(session: Session, said: Said, person_id: int | None, now: datetime, key: str = "") -> Report:
    """Writes the report into the caller's transaction, in place of the open questions that the talk had left."""
    planned = plan(session, said.words, said.region_code, now, key)
    person = session.get(Person, person_id) if person_id else None
    first = planned.kind.first_hours
    report = Report(
        ticket_no=said.ticket_no,
        person_id=person_id,
        class_id=planned.kind.id,
        unit_id=planned.unit.id if planned.unit else None,
        words=said.words,
        place=said.place,
        region_code=said.region_code,
        is_anonymous=said.is_anonymous,
        is_test=bool(person and person.is_test),
        urgency=danger.urgency(said.words),
        received_at=now,
        started_at=now,
        allowed=planned.kind.figure,
        due_at=planned.due_at,
        first_due_at=now + timedelta(hours=first) if first else None,
        stage=0,
    )
    session.add(report)
    session.flush()
    running.start(session, report, working_days.read(session))
    owned = f"交{planned.unit.name}办理" if planned.unit else "等县里分派"
    steps.add(session, report, "received", f"收到，{owned}", now, is_shown=True)
    if person_id:
        _settle_questions(session, person_id, now)
    return report


def _settle_questions(session: Session, person_id: int, now: datetime) -> None:
    """His words were kept for staff while the report was unfinished: what only he asked waits no longer."""
    others = select(Asker.question_id).where(Asker.person_id != person_id)
    mine = select(Asker.question_id).where(Asker.person_id == person_id, Asker.question_id.not_in(others))
    session.execute(
        update(OpenQuestion)
        .where(
            OpenQuestion.intent == INTENT,
            OpenQuestion.state == OPEN,
            OpenQuestion.merged_into.is_(None),
            OpenQuestion.asked_at >= now - _SAME_TALK,
            OpenQuestion.id.in_(mine),
        )
        .values(state=ANSWERED, answered_at=now)
        .execution_options(synchronize_session=False)
    )


def due_words(session: Session, kind: str, due: datetime) -> str:
    """Until when, as people read it; a working day of a year whose holidays nobody has entered says so."""
    here = clock.local(due)
    if kind == running.HOURS:
        return f"{here.month}月{here.day}日{here:%H:%M}前"
    known = working_days.read(session).is_announced(here.year)
    return f"{here.month}月{here.day}日前{'' if known else f'（{here.year}年放假安排未公布，只按周末算）'}"
