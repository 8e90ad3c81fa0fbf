"""How many posts' numbers somebody has been shown today: who collects them is shown no more."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.clock import local
from knowledge.imports.dates import start_of_day
from knowledge.models.inbound import Inbound, ReplyBasis

# Nobody needs more in a day, but who gathers them to sell them.
MOST_A_DAY = 20
KINDS = ("job", "trade_post")


def left(session: Session, person_id: int | None, kind: str, now: datetime) -> tuple[int, frozenset[int]]:
    """How many more posts' numbers a person may see today, and the ids of those of a kind that he has seen."""
    if person_id is None:
        return MOST_A_DAY, frozenset()
    statement = (
        select(ReplyBasis.kind, ReplyBasis.row_id)
        .join(Inbound, Inbound.id == ReplyBasis.inbound_id)
        .where(Inbound.person_id == person_id, Inbound.received_at >= start_of_day(local(now).date()))
        .where(ReplyBasis.kind.in_(KINDS))
        .distinct()
    )
    seen = session.execute(statement).all()
    return max(0, MOST_A_DAY - len(seen)), frozenset(number for of, number in seen if of == kind)
