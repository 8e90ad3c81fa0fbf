"""The subscriptions of one person, in the order in which they are shown and numbered."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models.commodity import Commodity
from knowledge.models.subscription import Subscription

MOST = 20
MORNING = 7


@dataclass(frozen=True)
class Kept:
    """One subscription; `commodity` names the goods of prices, None for all of them."""

    id: int
    subject: str
    commodity_id: int | None
    commodity: str | None
    region_code: str


def of_person(session: Session, person_id: int | None) -> list[Kept]:
    """The live ones, the oldest first."""
    statement = (
        select(Subscription, Commodity.name)
        .outerjoin(Commodity, Commodity.id == Subscription.commodity_id)
        .where(Subscription.person_id == person_id, Subscription.ended_at.is_(None))
        .order_by(Subscription.id)
    )
    found = session.execute(statement)
    return [Kept(one.id, one.subject, one.commodity_id, name, one.region_code or "") for one, name in found]


def live(session: Session, person_id: int) -> Sequence[Subscription]:
    """The same as they lie in the store."""
    wanted = select(Subscription).where(Subscription.person_id == person_id, Subscription.ended_at.is_(None))
    return session.scalars(wanted.order_by(Subscription.id)).all()
