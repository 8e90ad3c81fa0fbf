"""What there is to know before a message is decided: of itself, of its sender, and of what he has yet to get."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import Session

from knowledge.db import Store
from knowledge.models.base import DEFAULT_ACCOUNT, Account, Base
from knowledge.models.inbound import Inbound
from knowledge.models.outbox import Owed
from knowledge.models.person import Person
from knowledge.prepared import Prepared

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
        .where(_owed.c.person_id == _person.c.id, _owed.c.delivered_at.is_(None), _owed.c.picture == "")
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


def owed(session: Session, person_id: int, now: datetime) -> list[tuple[int, str]]:
    """The oldest texts that the person has yet to get, but for one that is on its way by itself."""
    on_its_way = and_(Owed.result == "", Owed.attempted_at > now - ON_ITS_WAY)
    statement = (
        select(Owed.id, Owed.text)
        .where(Owed.person_id == person_id, Owed.delivered_at.is_(None), Owed.picture == "")
        .where(Owed.attempted_at.is_(None) | ~on_its_way)
        .order_by(Owed.id)
        .limit(MOST_OWED_AT_ONCE)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def sender_hash(session: Session, person_id: int | None) -> str:
    """The keyed hash that a person is known by; empty for nobody."""
    return session.scalar(select(Person.id_hash).where(Person.id == person_id)) or ""
