"""Reports that farmers made, and the staff that handles them."""

from datetime import datetime
from itertools import count

from sqlalchemy import select, update

from knowledge.db import Store
from knowledge.deeds import Deed
from knowledge.inbox import Arrived, Outcome, record
from knowledge.models.outbox import Owed
from knowledge.models.person import Person
from knowledge.models.report import Report, ReportStep
from knowledge.models.staff import Staff
from knowledge.staff.access import Actor, actor_of
from tests.conftest import HOME, NOW

TOWNSHIP_A, TOWNSHIP_B = "430725105000", "430725101000"
WORDS = "村里路灯坏了没人修"
_numbers = count(1)


def arrived(who: str, text: str, now: datetime = NOW) -> Arrived:
    """A message that comes in."""
    return Arrived("test", f"report {next(_numbers)}", who, who.encode, "text", text, "", now, now)


def filed(
    store: Store,
    words: str = WORDS,
    region: str | None = TOWNSHIP_A,
    who: str = "",
    now: datetime = NOW,
    ticket: str = "",
    anonymous: bool = False,
    test: bool = False,
) -> int:
    """Somebody (a new person unless named) confirms a report; its number."""
    number = next(_numbers)
    name, ticket = who or f"reporter {number}", ticket or f"261124-{number:04}"
    if test:
        record(store, arrived(name, words, now), None, Outcome(""), now)
        with store.writing() as session:
            session.execute(update(Person).where(Person.id_hash == name).values(is_test=True))
    fields = {"ticket_no": ticket, "words": words, "place": "", "region_code": region or ""}
    deed = Deed.of("report", {**fields, "anonymous": "1" if anonymous else ""})
    record(store, arrived(name, "1", now), None, Outcome("已提交", deeds=(deed,)), now)
    with store.reading() as session:
        return session.scalars(select(Report.id).where(Report.ticket_no == ticket)).one()


def member(store: Store, name: str, role: str = "county", region: str = HOME) -> Actor:
    """A new member of staff."""
    with store.writing() as session:
        staff = Staff(name=name, role=role, region_code=region, password_hash="", made_at=NOW)
        session.add(staff)
        session.flush()
        return actor_of(staff)


def report(store: Store, number: int) -> Report:
    """The report as it stands."""
    with store.reading() as session:
        return session.get_one(Report, number)


def said(store: Store, number: int) -> list[str]:
    """What its steps say, oldest first."""
    with store.reading() as session:
        of = select(ReportStep.said).where(ReportStep.report_id == number).order_by(ReportStep.id)
        return list(session.scalars(of))


def keys(store: Store, number: int) -> list[str]:
    """The keys of its steps, oldest first."""
    with store.reading() as session:
        of = select(ReportStep.key).where(ReportStep.report_id == number).order_by(ReportStep.id)
        return list(session.scalars(of))


def told(store: Store, who: str) -> list[str]:
    """What a person is owed, oldest first."""
    with store.reading() as session:
        of = select(Owed.text).join(Person, Person.id == Owed.person_id).where(Person.id_hash == who)
        return list(session.scalars(of.order_by(Owed.id)))
