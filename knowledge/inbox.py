"""The record of messages: claimed once, answered once, in one short transaction."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, exists, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge import catalogue
from knowledge.db import Store
from knowledge.models.base import DEFAULT_ACCOUNT, Account
from knowledge.models.inbound import DONE, PENDING, Inbound, ReplyBasis
from knowledge.models.outbox import Owed
from knowledge.models.person import Person
from knowledge.models.question import OPEN, Asker, OpenQuestion
from knowledge.text import normalise, storable

MOST_OWED_AT_ONCE = 3


@dataclass(frozen=True)
class Arrived:
    """A message as it is to be recorded; the person is `sender_hash`, and his cipher text when he is new."""

    channel: str
    claim: str
    sender_hash: str
    seal_sender: Callable[[], bytes]
    kind: str
    text: str
    media: str
    sent_at: datetime
    received_at: datetime


@dataclass(frozen=True)
class Outcome:
    """What was decided on a message."""

    reply: str
    intent: str = ""
    confidence: float = 0.0
    entities: list[dict[str, object]] = field(default_factory=list)
    rests_on: tuple[tuple[str, int], ...] = ()
    open_questions: tuple[tuple[str, str], ...] = ()
    place: str = ""
    delivers: tuple[int, ...] = ()


class AlreadyClaimed(Exception):
    """Another delivery of the same message was recorded first."""


_account, _inbound, _person, _owed = (table.__table__ for table in (Account, Inbound, Person, Owed))
_KNOWN = (
    select(
        _account.c.catalogue_revision,
        _inbound.c.id.label("inbound_id"),
        _inbound.c.state,
        _inbound.c.reply,
        _person.c.id.label("person_id"),
        _person.c.place_code,
        exists().where(_owed.c.person_id == _person.c.id, _owed.c.delivered_at.is_(None)).label("is_owed"),
    )
    .select_from(_account)
    .outerjoin(_inbound, and_(_inbound.c.account_id == _account.c.id, _inbound.c.claim == bindparam("claim")))
    .outerjoin(_person, and_(_person.c.account_id == _account.c.id, _person.c.id_hash == bindparam("sender_hash")))
    .where(_account.c.id == DEFAULT_ACCOUNT)
)
_INSERT = insert(Inbound.__table__).returning(_inbound.c.id)  # type: ignore[arg-type]
_INSERT_BASIS = insert(ReplyBasis.__table__)  # type: ignore[arg-type]


def known(session: Session, claim: str, sender_hash: str) -> Any:
    """What the store knows of a message and its sender, in one look.

    `inbound_id`, `state` and `reply` of the message, None when it is new; `person_id`, `place_code` and `is_owed` of
    the sender, None when he is.
    """
    found = session.connection().execute(_KNOWN, {"claim": claim, "sender_hash": sender_hash}).one()
    session.info[catalogue.REVISION] = found.catalogue_revision
    return found


def owed(session: Session, person_id: int) -> list[tuple[int, str]]:
    """The oldest texts that the person has yet to get."""
    statement = (
        select(Owed.id, Owed.text)
        .where(Owed.person_id == person_id, Owed.delivered_at.is_(None))
        .order_by(Owed.id)
        .limit(MOST_OWED_AT_ONCE)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def record(store: Store, arrived: Arrived, person_id: int | None, outcome: Outcome, now: datetime) -> None:
    """Stores message, reply and what follows; raises AlreadyClaimed, with nothing stored, for a second delivery.

    `person_id` is the sender as the decision saw him, None for one to be looked up or made.
    """
    with store.writing() as session:
        person_id = person_id or _person_id(session, arrived)
        inbound_id = _insert(session, arrived, person_id, DONE, outcome, now)
        follow(session, inbound_id, person_id, outcome, now)


def postpone(store: Store, arrived: Arrived) -> None:
    """Stores a message that is to be answered later; raises AlreadyClaimed when it has been recorded."""
    with store.writing() as session:
        _insert(session, arrived, _person_id(session, arrived), PENDING, None, None)


def _insert(
    session: Session,
    arrived: Arrived,
    person_id: int,
    state: str,
    outcome: Outcome | None,
    now: datetime | None,
) -> int:
    values: dict[str, Any] = {
        "account_id": DEFAULT_ACCOUNT,
        "channel": arrived.channel,
        "claim": arrived.claim,
        "person_id": person_id,
        "kind": arrived.kind,
        "text": storable(arrived.text),
        "media": storable(arrived.media),
        "sent_at": arrived.sent_at,
        "received_at": arrived.received_at,
        "state": state,
        "tries": 0,
        "intent": outcome.intent if outcome else "",
        "confidence": outcome.confidence if outcome else 0.0,
        "entities": outcome.entities if outcome else [],
        "reply": outcome.reply if outcome else "",
        "replied_at": now if outcome else None,
    }
    try:
        return int(session.connection().execute(_INSERT, values).scalar_one())
    except IntegrityError:
        raise AlreadyClaimed from None


def _person_id(session: Session, arrived: Arrived) -> int:
    found = session.scalar(
        select(Person.id).where(Person.account_id == DEFAULT_ACCOUNT, Person.id_hash == arrived.sender_hash)
    )
    if found is not None:
        return found
    someone = Person(
        channel=arrived.channel,
        id_hash=arrived.sender_hash,
        id_cipher=arrived.seal_sender(),
        first_seen=arrived.received_at,
    )
    try:
        with session.begin_nested():
            session.add(someone)
            session.flush()
    except IntegrityError:
        return session.scalars(select(Person.id).where(Person.id_hash == arrived.sender_hash)).one()
    return someone.id


def follow(session: Session, inbound_id: int, person_id: int | None, outcome: Outcome, now: datetime) -> None:
    """Everything that a decided message changes besides itself."""
    rows = [{"inbound_id": inbound_id, "kind": kind, "row_id": row} for kind, row in dict.fromkeys(outcome.rests_on)]
    if rows:
        session.connection().execute(_INSERT_BASIS, rows)
    for question in outcome.open_questions:
        keep_question(session, inbound_id, person_id, question, now)
    if outcome.place and person_id:
        session.execute(update(Person).where(Person.id == person_id).values(place_code=outcome.place))
    if outcome.delivers:
        session.execute(
            update(Owed).where(Owed.id.in_(outcome.delivers)).values(delivered_at=now, delivered_with=inbound_id)
        )


def keep_question(
    session: Session, inbound_id: int, person_id: int | None, question: tuple[str, str], now: datetime
) -> None:
    """Joins the group of the same question, or opens it; an answered group that is asked again opens anew."""
    intent, text = question
    key = f"{intent}:{normalise(text).text[:200]}"
    group = session.scalar(select(OpenQuestion).where(OpenQuestion.key == key, OpenQuestion.state == OPEN))
    if group is None:
        free = session.scalar(select(OpenQuestion.id).where(OpenQuestion.key == key))
        group = OpenQuestion(
            key=key if free is None else f"{key}#{inbound_id}", text=storable(text), intent=intent, asked_at=now
        )
        session.add(group)
        session.flush()
    if session.get(Asker, (group.id, inbound_id)) is None:
        session.add(Asker(question_id=group.id, inbound_id=inbound_id, person_id=person_id))
        session.flush()
