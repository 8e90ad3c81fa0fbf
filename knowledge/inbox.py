"""The record of messages: claimed once, answered once, in one short transaction."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, insert, select, update
from sqlalchemy.orm import Session

from knowledge import questions
from knowledge.db import Line, Store
from knowledge.models.base import DEFAULT_ACCOUNT, Account, Base
from knowledge.models.inbound import DONE, PENDING, Inbound, ReplyBasis
from knowledge.models.outbox import Owed
from knowledge.models.person import Person
from knowledge.prepared import Prepared
from knowledge.questions import useful
from knowledge.text import storable

MOST_OWED_AT_ONCE = 3
ON_ITS_WAY = timedelta(minutes=1)


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
    open_questions: tuple[tuple[str, ...], ...] = ()
    place: str = ""
    delivers: tuple[int, ...] = ()
    judged: useful.Judged | None = None


class AlreadyClaimed(Exception):
    """Another delivery of the same message was recorded first."""


_account, _inbound, _basis, _person, _owed = (
    Base.metadata.tables[table.__tablename__] for table in (Account, Inbound, ReplyBasis, Person, Owed)
)
_KNOWN = Prepared(
    select(
        _account.c.knowledge_revision,
        _account.c.catalogue_revision,
        _inbound.c.id.label("inbound_id"),
        _inbound.c.state,
        _inbound.c.reply,
        _person.c.id.label("person_id"),
        _person.c.place_code,
        _person.c.unreachable,
        exists().where(_owed.c.person_id == _person.c.id, _owed.c.delivered_at.is_(None)).label("is_owed"),
    )
    .select_from(_account)
    .outerjoin(_inbound, and_(_inbound.c.account_id == _account.c.id, _inbound.c.claim == bindparam("claim")))
    .outerjoin(_person, and_(_person.c.account_id == _account.c.id, _person.c.id_hash == bindparam("sender_hash")))
    .where(_account.c.id == DEFAULT_ACCOUNT)
)
_INSERT = Prepared(
    insert(_inbound).returning(_inbound.c.id), tuple(column.name for column in _inbound.c if column.name != "id")
)
_PERSON = Prepared(
    select(_person.c.id).where(_person.c.account_id == DEFAULT_ACCOUNT, _person.c.id_hash == bindparam("sender_hash"))
)
_MEET = Prepared(insert(_person), ("account_id", "channel", "id_hash", "id_cipher", "first_seen", "is_test"))
_MOVE = Prepared(update(_person).where(_person.c.id == bindparam("person")).values(place_code=bindparam("place")))
_DELIVER = Prepared(
    update(_owed)
    .where(_owed.c.id == bindparam("number"))
    .values(delivered_at=bindparam("now", type_=_owed.c.delivered_at.type), delivered_with=bindparam("message"))
)
_REACHED = Prepared(
    update(_person).where(_person.c.id == bindparam("person"), _person.c.unreachable != "").values(unreachable="")
)
_INSERT_BASIS = Prepared(insert(_basis), ("inbound_id", "kind", "row_id"))


class Known(NamedTuple):
    """What the store knows of a message and its sender: their fields are None where they are new."""

    knowledge_revision: int
    catalogue_revision: int
    inbound_id: int | None
    state: str | None
    reply: str | None
    person_id: int | None
    place_code: str | None
    unreachable: str | None
    is_owed: bool | int


def known(store: Store, claim: str, sender_hash: str) -> Known:
    """What there is to know before a message is decided, in one look."""
    row = _KNOWN.first(store, {"claim": claim, "sender_hash": sender_hash})
    if row is None:
        raise RuntimeError("the store has no account: run `flask setup`")
    return Known(*row)


def owed(session: Session, person_id: int, now: datetime) -> list[tuple[int, str]]:
    """The oldest texts that the person has yet to get, but for one that is on its way by itself."""
    on_its_way = and_(Owed.result == "", Owed.attempted_at > now - ON_ITS_WAY)
    statement = (
        select(Owed.id, Owed.text)
        .where(Owed.person_id == person_id, Owed.delivered_at.is_(None), Owed.attempted_at.is_(None) | ~on_its_way)
        .order_by(Owed.id)
        .limit(MOST_OWED_AT_ONCE)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def record(
    store: Store, arrived: Arrived, person_id: int | None, outcome: Outcome, now: datetime, *, is_back: bool = False
) -> None:
    """Stores message, reply and what follows; raises AlreadyClaimed, with nothing stored, for a second delivery.

    `person_id` is the sender as the decision saw him, None for one to be looked up or made; `is_back` says that he
    could not be reached before.
    """
    values = {
        **_values(arrived, DONE),
        "intent": outcome.intent,
        "confidence": outcome.confidence,
        "entities": outcome.entities,
        "reply": outcome.reply,
        "replied_at": now,
    }
    with store.recording() as line:
        values["person_id"] = person_id or _person_id(line, arrived)
        if is_back:
            _REACHED.run(line, {"person": values["person_id"]})
        follow(line, _insert(line, values), values["person_id"], outcome, now)


def postpone(store: Store, arrived: Arrived) -> None:
    """Stores a message that is to be answered later; raises AlreadyClaimed when it has been recorded."""
    with store.recording() as line:
        add_pending(line, arrived)


def add_pending(line: Line, arrived: Arrived) -> None:
    """The same within a transaction, which AlreadyClaimed must end."""
    values = {
        **_values(arrived, PENDING),
        "intent": "",
        "confidence": 0.0,
        "entities": [],
        "reply": "",
        "replied_at": None,
        "person_id": _person_id(line, arrived),
    }
    _REACHED.run(line, {"person": values["person_id"]})
    _insert(line, values)


def _values(arrived: Arrived, state: str) -> dict[str, Any]:
    return {
        "account_id": DEFAULT_ACCOUNT,
        "channel": arrived.channel,
        "claim": arrived.claim,
        "kind": arrived.kind,
        "text": storable(arrived.text),
        "media": storable(arrived.media),
        "sent_at": arrived.sent_at,
        "received_at": arrived.received_at,
        "state": state,
        "tries": 0,
    }


def _insert(line: Line, values: dict[str, Any]) -> int:
    try:
        row = _INSERT.run(line, values)
    except line.refusal:
        raise AlreadyClaimed from None
    assert row  # noqa: S101 - an insert that did not fail returns its row
    return int(row[0])


def _person_id(line: Line, arrived: Arrived) -> int:
    wanted = {"sender_hash": arrived.sender_hash}
    found = _PERSON.run(line, wanted)
    if found is None:
        someone = {
            "account_id": DEFAULT_ACCOUNT,
            "channel": arrived.channel,
            "id_hash": arrived.sender_hash,
            "id_cipher": arrived.seal_sender(),
            "first_seen": arrived.received_at,
            "is_test": False,
        }
        # Another process may meet him in the same moment.
        with suppress(line.refusal), line.attempt():
            _MEET.run(line, someone)
        found = _PERSON.run(line, wanted)
    assert found  # noqa: S101 - he is there now, whoever met him
    return int(found[0])


def follow(line: Line, inbound_id: int, person_id: int | None, outcome: Outcome, now: datetime) -> None:
    """Everything that a decided message changes besides itself."""
    for kind, row in dict.fromkeys(outcome.rests_on):
        _INSERT_BASIS.run(line, {"inbound_id": inbound_id, "kind": kind, "row_id": row})
    # In one order, whoever asks: two messages must not wait for one another.
    for question in sorted(outcome.open_questions):
        questions.keep(line, inbound_id, person_id, question, now)
    if outcome.judged and person_id:
        useful.judge(line, inbound_id, person_id, outcome.judged, now)
    if outcome.place and person_id:
        _MOVE.run(line, {"person": person_id, "place": outcome.place})
    for number in outcome.delivers:
        _DELIVER.run(line, {"number": number, "now": now, "message": inbound_id})
