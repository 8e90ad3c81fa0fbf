"""What there is to know before a message is decided: of itself, of its sender, and of what he has yet to get."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import Session

from knowledge.db import Store
from knowledge.models.base import DEFAULT_ACCOUNT, Account, Base
from knowledge.models.inbound import Inbound
from knowledge.models.outbox import ANSWER, Owed
from knowledge.models.person import Person
from knowledge.prepared import Prepared
from knowledge.pushes.allowed import timely, untold
from knowledge.questions.answering import BEFORE

MOST_OWED_AT_ONCE = 3
ON_ITS_WAY = timedelta(minutes=1)

_account, _inbound, _person, _owed = (
    Base.metadata.tables[table.__tablename__] for table in (Account, Inbound, Person, Owed)
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
        exists()
        .where(_owed.c.person_id == _person.c.id, _owed.c.delivered_at.is_(None), _owed.c.dropped_at.is_(None))
        .where(_owed.c.picture == "")
        .label("is_owed"),
    )
    .select_from(_account)
    .outerjoin(_inbound, and_(_inbound.c.account_id == _account.c.id, _inbound.c.claim == bindparam("claim")))
    .outerjoin(_person, and_(_person.c.account_id == _account.c.id, _person.c.id_hash == bindparam("sender_hash")))
    .where(_account.c.id == DEFAULT_ACCOUNT)
)


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


def look(store: Store, claim: str, sender_hash: str) -> Known:
    """All of it, in one look; raises RuntimeError where the store was never filled."""
    row = _KNOWN.first(store, {"claim": claim, "sender_hash": sender_hash})
    if row is None:
        raise RuntimeError("the store has no account: run `flask setup`")
    return Known(*row)


class Owing(NamedTuple):
    """A text that a person has yet to get."""

    number: int
    text: str
    kind: str

    @property
    def words(self) -> str:
        """The text as it stands on the phone: an answer says first what it is."""
        return headed(self.kind, self.text)


def headed(kind: str, text: str) -> str:
    """An owed text of this kind as it stands on the phone."""
    return f"{BEFORE}\n{text}" if kind == ANSWER else text


def owed(session: Session, person_id: int, now: datetime) -> list[Owing]:
    """The first texts that the person has yet to get and may be told now, but for one that is on its way by itself.

    Of a push whose arrival nobody knows nothing is said again.
    """
    on_its_way = and_(Owed.result == "", Owed.attempted_at > now - ON_ITS_WAY)
    may_have_arrived = and_(Owed.kind != ANSWER, Owed.result.in_(("", "unknown")))
    statement = (
        select(Owed.id, Owed.text, Owed.kind)
        # Who writes at night is awake, and may hear what was meant for the morning; a push keeps to its hours even so.
        .where(Owed.person_id == person_id, untold(), Owed.picture == "", (Owed.kind == ANSWER) | timely(now))
        .where(Owed.attempted_at.is_(None) | ~(on_its_way | may_have_arrived))
        .order_by(Owed.kind, Owed.id)
        .limit(MOST_OWED_AT_ONCE)
    )
    return [Owing(*row) for row in session.execute(statement)]


def sender_hash(session: Session, person_id: int | None) -> str:
    """The keyed hash that a person is known by; empty for nobody."""
    return session.scalar(select(Person.id_hash).where(Person.id == person_id)) or ""
