"""Words of the same meaning at the console: what is known, what staff add and take out."""

from datetime import datetime

from sqlalchemy.orm import Session

from knowledge import meanings
from knowledge.meanings import Words
from knowledge.models.staff import COUNTY
from knowledge.staff import audit
from knowledge.staff.access import Actor, require

A_PAGE = 50


def page(session: Session, actor: Actor, wanted: str, after: int) -> tuple[list[Words], int]:
    """Meanings from place `after` on, with a word that holds `wanted` if given; and how many there are."""
    require(actor, COUNTY)
    found = meanings.listed(session, wanted)
    return found[max(0, after) :][:A_PAGE], len(found)


def add(session: Session, actor: Actor, known: str, word: str, now: datetime) -> str:
    """`word` means what `known` means; returns all words of that meaning. Raises Refused as `flask synonyms add`."""
    require(actor, COUNTY)
    said = "、".join(meanings.add(session, known, word))
    audit.append(session, actor, "加同义词", "同义词", known, now, 加=word)
    return said


def remove(session: Session, actor: Actor, known: str, word: str, now: datetime) -> None:
    """`word` no longer means what `known` means. Raises Refused."""
    require(actor, COUNTY)
    meanings.remove(session, known, word)
    audit.append(session, actor, "删同义词", "同义词", known, now, 删=word)
