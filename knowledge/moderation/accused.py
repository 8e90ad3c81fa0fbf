"""What readers say against a post: two different people take it out of sight until staff have decided."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from knowledge.models.decision import Decision
from knowledge.models.job import Job
from knowledge.models.moderated import PostAccusation
from knowledge.models.person import Person
from knowledge.models.trade import TradePost
from knowledge.moderation.holding import ACCUSED, with_reason, without
from knowledge.privacy import masked
from knowledge.text import storable

ENOUGH, LONGEST = 2, 300
SUSPENDED, BY_ITSELF = "暂停", "系统"
_TABLES: dict[str, Any] = {"job": Job, "trade_post": TradePost}


class Said(NamedTuple):
    """One accusation as staff read it."""

    words: str
    at: datetime
    is_settled: bool


def accuse(session: Session, kind: str, row_id: int, person_id: int, words: str, now: datetime) -> bool:
    """Keeps what a person says against a post, the last that he said; returns whether it was taken out of sight by it.

    Two people do that, and what staff decided sets the count back. Nothing is kept against a post that is not public;
    test persons are kept and count for nothing.
    """
    table = _TABLES.get(kind)
    row = session.get(table, row_id, with_for_update=True, populate_existing=True) if table else None
    if row is None or row.status != "approved" or row.expires_at <= now:
        return False
    _keep(session, kind, row_id, person_id, storable(words).strip()[:LONGEST], now)
    if _count(session, kind, row_id) < ENOUGH:
        return False
    row.status, row.held_for = "draft", with_reason(row.held_for, ACCUSED)
    made = Decision(kind=kind, row_id=row_id, verdict=SUSPENDED, reason=ACCUSED, staff_name=BY_ITSELF, decided_at=now)
    session.add(made)
    session.flush()
    return True


def said(session: Session, kind: str, row_id: int) -> Sequence[Said]:
    """What was said against a post, the newest first, phones masked."""
    of = select(PostAccusation).where(PostAccusation.kind == kind, PostAccusation.row_id == row_id)
    rows = session.scalars(of.order_by(PostAccusation.accused_at.desc(), PostAccusation.id.desc()))
    return [Said(masked(row.words), row.accused_at, row.is_settled) for row in rows]


def settle(session: Session, kind: str, row: Any) -> None:
    """What staff decided sets the count back."""
    of = (PostAccusation.kind == kind, PostAccusation.row_id == row.id)
    session.execute(update(PostAccusation).where(*of).values(is_settled=True))
    row.held_for = without(row.held_for, ACCUSED)


def _keep(session: Session, kind: str, row_id: int, person_id: int, words: str, now: datetime) -> None:
    mine = select(PostAccusation).filter_by(kind=kind, row_id=row_id, person_id=person_id)
    found = session.scalar(mine)
    if found is None:
        found = PostAccusation(kind=kind, row_id=row_id, person_id=person_id)
        session.add(found)
    found.words, found.accused_at, found.is_settled = words, now, False
    session.flush()


def _count(session: Session, kind: str, row_id: int) -> int:
    """How many people accuse it, without test persons."""
    of = (PostAccusation.kind == kind, PostAccusation.row_id == row_id, ~PostAccusation.is_settled, ~Person.is_test)
    return session.scalar(select(func.count(PostAccusation.id)).join(Person).where(*of)) or 0
