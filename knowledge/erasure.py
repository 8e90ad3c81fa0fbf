"""Forgetting a person: what he wrote stays as text without him."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, select, update

from knowledge.db import Store
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.inbound import Inbound
from knowledge.models.outbox import Owed
from knowledge.models.person import Erasure, Person
from knowledge.models.question import Asker, OpenQuestion


def erase(store: Store, sender_hash: str, mask: Callable[[str], str], now: datetime) -> None:
    """Forgets a person: what he wrote stays as text without him, its phone numbers masked by `mask`."""
    with store.writing() as session:
        session.add(Erasure(account_id=DEFAULT_ACCOUNT, id_hash=sender_hash, erased_at=now))
        found = session.scalar(
            select(Person).where(Person.account_id == DEFAULT_ACCOUNT, Person.id_hash == sender_hash)
        )
        if found is None:
            return
        for message in session.scalars(select(Inbound).where(Inbound.person_id == found.id)).all():
            message.text, message.reply = mask(message.text), mask(message.reply)
            message.entities, message.media, message.person_id = [], "", None
            for group in session.scalars(select(OpenQuestion).join(Asker).where(Asker.inbound_id == message.id)).all():
                group.text = mask(group.text)
        session.flush()
        session.execute(update(Asker).where(Asker.person_id == found.id).values(person_id=None))
        session.execute(delete(Owed).where(Owed.person_id == found.id))
        session.delete(found)
