"""What one browser has asked on the pages lately, with the answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.inbound import DONE, Inbound
from knowledge.models.person import Person
from knowledge.vault import Vault

CHANNEL = "page"
# A visit ends with so long a rest; so many of its messages are shown.
VISIT, MOST_SHOWN = timedelta(hours=2), 8


class Said(NamedTuple):
    """A message and its answer, which is empty while it is being looked for."""

    text: str
    reply: str


def said(session: Session, vault: Vault, device: str, now: datetime) -> Sequence[Said]:
    """What was asked in this visit, the oldest first."""
    statement = (
        select(Inbound.text, Inbound.reply, Inbound.state)
        .join(Person, Person.id == Inbound.person_id)
        .where(
            Person.account_id == DEFAULT_ACCOUNT,
            Person.id_hash == sender_hash(vault, device),
            Inbound.received_at > now - VISIT,
        )
        .order_by(Inbound.id.desc())
        .limit(MOST_SHOWN)
    )
    rows = session.execute(statement).all()
    return [Said(row.text, row.reply if row.state == DONE else "") for row in reversed(rows)]


def sender_hash(vault: Vault, device: str) -> str:
    """What this browser is known by in the store."""
    return vault.hashed("person", CHANNEL, device)
