"""The record of messages: claimed once, answered once, in one short transaction."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from knowledge import deeds, questions
from knowledge.db import Line, Store, line_of
from knowledge.deeds import Deed, Doer
from knowledge.models.base import DEFAULT_ACCOUNT, Base
from knowledge.models.inbound import DONE, PENDING, Inbound, ReplyBasis
from knowledge.models.outbox import ANSWER, Owed
from knowledge.models.person import Person
from knowledge.prepared import Prepared
from knowledge.questions import useful
from knowledge.text import storable


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
    deeds: tuple[Deed, ...] = ()
    # The address on our pages of a picture to send by itself.
    picture: str = ""


class AlreadyClaimed(Exception):
    """Another delivery of the same message was recorded first."""


_inbound, _basis, _person, _owed = (
    Base.metadata.tables[table.__tablename__] for table in (Inbound, ReplyBasis, Person, Owed)
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
_OWE_PICTURE = Prepared(
    insert(_owed), ("account_id", "person_id", "cause", "kind", "text", "picture", "created_at", "result", "errcode")
)
_INSERT_BASIS = Prepared(insert(_basis), ("inbound_id", "kind", "row_id"))


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
    if not outcome.deeds:
        with store.recording() as line:
            _add(line, arrived, values, person_id, outcome, is_back)
        return
    with store.writing() as session:
        message = _add(line_of(session.connection()), arrived, values, person_id, outcome, is_back)
        deeds.do(session, outcome.deeds, Doer(message, values["person_id"], now))


def _add(
    line: Line, arrived: Arrived, values: dict[str, Any], person_id: int | None, outcome: Outcome, is_back: bool
) -> int:
    """The message with all that follows from it but its deeds; its number."""
    values["person_id"] = person_id or _person_id(line, arrived)
    if is_back:
        _REACHED.run(line, {"person": values["person_id"]})
    message = _insert(line, values)
    follow(line, message, values["person_id"], outcome, values["replied_at"])
    return message


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
    if outcome.picture and person_id:
        whose = {"account_id": DEFAULT_ACCOUNT, "person_id": person_id, "cause": f"picture:{inbound_id}"}
        untried = {
            "kind": ANSWER,
            "text": "",
            "picture": outcome.picture,
            "created_at": now,
            "result": "",
            "errcode": 0,
        }
        _OWE_PICTURE.run(line, {**whose, **untried})
