"""Messages that staff label with their intents, kept without personal data."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from knowledge import intents, privacy
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.labelled import LabelledMessage
from knowledge.refusal import Refused
from knowledge.text import normalise, storable

LONGEST = 500
# Rasa reads them as the marks of an entity.
_MARKS = re.compile(r"[\[\]]")


@dataclass(frozen=True)
class Label:
    """A message, its entities marked as Rasa marks them, and what it means; `plain` is the message without marks."""

    annotated: str
    plain: str
    intent: str


def kept_text(text: str) -> str:
    """A message as it is kept: on one line, without personal numbers, and without what no line can hold."""
    printable = "".join(c for c in " ".join(storable(text).split()) if c.isprintable())
    return privacy.masked(printable)


def of_wording(text: str, intent: str) -> Label:
    """What somebody wrote, as it stands, with its right intent; raises Refused for one that cannot be an example."""
    kept = kept_text(text)
    if intent not in intents.NAMES and intent not in intents.OF_TALK:
        raise Refused("请选这句话的意思。")
    if not normalise(kept).text.strip() or len(kept) > LONGEST:
        raise Refused(f"这句话是空的，或者超过 {LONGEST} 字，不能当例句。")
    if _MARKS.search(kept):
        raise Refused("这句话里有方括号，不能当例句。")
    return Label(kept, kept, intent)


def add(session: Session, label: Label, now: datetime) -> str | None:
    """Keeps a label; the same message has one alone. Returns the intent that it had before, None for a new one."""
    key = _key(label.plain)
    row = session.scalars(_of_account().where(LabelledMessage.key == key)).one_or_none()
    before = row.intent if row else None
    if row is None:
        row = LabelledMessage(key=key, added_at=now)
        session.add(row)
    row.text, row.intent = label.annotated, label.intent
    session.flush()
    return before


def remove(session: Session, number: int) -> str:
    """Forgets a label; returns its message. Raises Refused for a number that there is not."""
    row = session.scalars(_of_account().where(LabelledMessage.id == number)).one_or_none()
    if row is None:
        raise Refused(f"没有编号 {number} 的标注。")
    session.delete(row)
    return row.text


def all_of(session: Session) -> list[LabelledMessage]:
    """Every label, oldest first."""
    return list(session.scalars(_of_account().order_by(LabelledMessage.id)))


def _of_account() -> Select[LabelledMessage]:
    return select(LabelledMessage).where(LabelledMessage.account_id == DEFAULT_ACCOUNT)


def _key(plain: str) -> str:
    return hashlib.sha256(normalise(plain).text.encode()).hexdigest()
