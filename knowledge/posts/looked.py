"""How many posts' numbers somebody has been shown today: who collects them is shown no more."""

from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from knowledge.clock import local
from knowledge.db import Store
from knowledge.imports.dates import start_of_day
from knowledge.models.base import Base
from knowledge.models.inbound import Inbound, ReplyBasis
from knowledge.prepared import Prepared

# Nobody needs more in a day, but who gathers them to sell them.
MOST_A_DAY = 20
KINDS = ("job", "trade_post")
# As many as one answer lists.
_AT_ONCE = 9
_inbound, _basis = (Base.metadata.tables[table.__tablename__] for table in (Inbound, ReplyBasis))
_SHOWN_SINCE = Prepared(
    select(func.count())
    .select_from(_basis.join(_inbound, _inbound.c.id == _basis.c.inbound_id))
    .where(
        _inbound.c.person_id == bindparam("person"),
        _inbound.c.received_at >= bindparam("since", type_=_inbound.c.received_at.type),
        (_basis.c.kind == KINDS[0]) | (_basis.c.kind == KINDS[1]),
    )
)


def may_be_near_the_most(store: Store, person_id: int, now: datetime) -> bool:
    """Whether one more answer might show a person more than he may see; seen twice counts twice here."""
    row = _SHOWN_SINCE.first(store, {"person": person_id, "since": start_of_day(local(now).date())})
    return bool(row and row[0] > MOST_A_DAY - _AT_ONCE)


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
