"""The alerts of one person, in the order in which they are shown and numbered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.alerts import figures, words
from knowledge.alerts.figures import Figure
from knowledge.models.commodity import Commodity
from knowledge.models.price_alert import ENDED, PriceAlert

MOST = 20


@dataclass(frozen=True)
class Kept:
    """One alert, the name of its goods, and the newest figure that it is read from."""

    alert: PriceAlert
    name: str
    figure: Figure | None

    @property
    def wish(self) -> str:
        """低于0.80元/斤."""
        alert = self.alert
        return words.wanted(alert.direction, alert.threshold, alert.bound, alert.unit)


def of_person(session: Session, person_id: int | None, today: date) -> list[Kept]:
    """The live ones, the oldest first."""
    statement = (
        select(PriceAlert, Commodity.name)
        .join(Commodity, Commodity.id == PriceAlert.commodity_id)
        .where(PriceAlert.person_id == person_id, PriceAlert.state != ENDED)
        .order_by(PriceAlert.id)
    )
    found = session.execute(statement).all()
    return [Kept(alert, name, _read_from(session, alert, today)) for alert, name in found]


def live(session: Session, person_id: int) -> Sequence[PriceAlert]:
    """The same without their figures."""
    wanted = select(PriceAlert).where(PriceAlert.person_id == person_id, PriceAlert.state != ENDED)
    return session.scalars(wanted.order_by(PriceAlert.id)).all()


def _read_from(session: Session, alert: PriceAlert, today: date) -> Figure | None:
    if alert.series_id is None:
        return None
    return figures.last_of(session, alert.series_id, today)
