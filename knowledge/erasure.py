"""Forgetting a person: what he wrote stays as text without him."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.orm import Session

from knowledge.db import Line, Store
from knowledge.models.base import DEFAULT_ACCOUNT, Base
from knowledge.models.inbound import Inbound
from knowledge.models.job import Job
from knowledge.models.moderated import PostAccusation
from knowledge.models.outbox import Owed
from knowledge.models.person import Erasure, Person
from knowledge.models.question import Asker, OpenQuestion
from knowledge.models.report import Report, ReportStep
from knowledge.models.trade import TradePost
from knowledge.prepared import Prepared
from knowledge.privacy import masked

Ledger = list[tuple[str, datetime]]
_erasure = Base.metadata.tables[Erasure.__tablename__]
_SINCE = Prepared(
    select(_erasure.c.id).where(
        _erasure.c.account_id == DEFAULT_ACCOUNT,
        _erasure.c.id_hash == bindparam("sender_hash"),
        _erasure.c.erased_at >= bindparam("moment", type_=_erasure.c.erased_at.type),
    )
)


def erase(store: Store, sender_hash: str, mask: Callable[[str], str], now: datetime) -> None:
    """Forgets a person: what he wrote stays as text without him, its phone numbers masked by `mask`."""
    with store.writing() as session:
        session.add(Erasure(account_id=DEFAULT_ACCOUNT, id_hash=sender_hash, erased_at=now))
        found = _known(session, sender_hash)
        if found is not None:
            _forget(session, found, mask)


def is_erased_since(line: Line, sender_hash: str, moment: datetime) -> bool:
    """Whether a person has asked to be forgotten at or after `moment`."""
    return _SINCE.run(line, {"sender_hash": sender_hash, "moment": moment}) is not None


def ledger(connection: Connection) -> Ledger:
    """Who asked to be forgotten, and when."""
    return [(row.id_hash, row.erased_at) for row in connection.execute(select(Erasure.id_hash, Erasure.erased_at))]


def replay(session: Session, entries: Iterable[tuple[str, datetime]]) -> int:
    """Forgets those who have come back with an older store; returns how many. Part of the caller's transaction.

    One who wrote again after he was forgotten is a new person.
    """
    kept, forgotten = set(ledger(session.connection())), 0
    for id_hash, erased_at in entries:
        if (id_hash, erased_at) in kept:
            continue
        session.add(Erasure(account_id=DEFAULT_ACCOUNT, id_hash=id_hash, erased_at=erased_at))
        found = _known(session, id_hash)
        if found is not None and found.first_seen <= erased_at:
            _forget(session, found, masked)
            session.flush()
            forgotten += 1
    return forgotten


def _known(session: Session, id_hash: str) -> Person | None:
    return session.scalar(select(Person).where(Person.account_id == DEFAULT_ACCOUNT, Person.id_hash == id_hash))


def _posts(session: Session, person_id: int) -> list[Job | TradePost]:
    jobs = session.scalars(select(Job).where(Job.person_id == person_id)).all()
    return [*jobs, *session.scalars(select(TradePost).where(TradePost.person_id == person_id)).all()]


def _forget(session: Session, found: Person, mask: Callable[[str], str]) -> None:
    for message in session.scalars(select(Inbound).where(Inbound.person_id == found.id)).all():
        message.text, message.reply = mask(message.text), mask(message.reply)
        message.entities, message.media, message.person_id = [], "", None
        for group in session.scalars(select(OpenQuestion).join(Asker).where(Asker.inbound_id == message.id)).all():
            group.text = mask(group.text)
    for post in _posts(session, found.id):
        # Nobody is to call him any more.
        post.phone, post.person_id = mask(post.phone), None
        post.status = "withdrawn" if post.status in ("draft", "approved") else post.status
        if isinstance(post, Job):
            post.description = mask(post.description)
        else:
            post.words = mask(post.words)
    _mask_reports(session, found, mask)
    session.flush()
    session.execute(update(Asker).where(Asker.person_id == found.id).values(person_id=None))
    for accusation in session.scalars(select(PostAccusation).where(PostAccusation.person_id == found.id)).all():
        accusation.words, accusation.person_id = mask(accusation.words), None
    session.execute(delete(Owed).where(Owed.person_id == found.id))
    session.delete(found)


def _mask_reports(session: Session, found: Person, mask: Callable[[str], str]) -> None:
    """His reports go on without him: there is nobody left to be told or asked."""
    mine = select(Report.id).where(Report.person_id == found.id)
    for step in session.scalars(select(ReportStep).where(ReportStep.report_id.in_(mine))).all():
        step.words = mask(step.words)
    for report in session.scalars(select(Report).where(Report.id.in_(mine))).all():
        report.words, report.place, report.person_id = mask(report.words), mask(report.place), None
