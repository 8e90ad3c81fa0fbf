"""What is usual, for rules that measure a post by it: pay of like jobs, and prices of the day."""

from datetime import date
from decimal import Decimal
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import units
from knowledge.models import price
from knowledge.models.job import Job

# Below so many a median says nothing.
_LEAST, _AT_MOST = 5, 500


class Usual:
    """Medians of what is public, each looked up once."""

    def __init__(self, session: Session, today: date) -> None:
        self._session, self._today = session, today
        self._pay: dict[str, float | None] = {}
        self._prices: dict[int, float | None] = {}

    def pay_over(self, wage: str, unit: str) -> float | None:
        """How many times the median pay of public jobs in the same unit a wage is; None where too few say."""
        if unit not in self._pay:
            of = select(Job.wage_low).where(Job.status == "approved", Job.wage_unit == unit, Job.wage_low != "")
            said = [float(figure) for figure in self._session.scalars(of.order_by(Job.id.desc()).limit(_AT_MOST))]
            self._pay[unit] = median(said) if len(said) >= _LEAST else None
        usual = self._pay[unit]
        return float(wage) / usual if wage and usual else None

    def price_over(self, commodity_id: int, figure: str, unit: str) -> float | None:
        """How many times the median of the commodity's last quotes a price is; None for no weight or no quotes."""
        if not figure or not units.is_weight(unit):
            return None
        if commodity_id not in self._prices:
            rows = price.latest(self._session, [commodity_id], self._today)
            said = [row.fen_per_kg for row in rows if row.fen_per_kg and (self._today - row.date).days <= 30]
            self._prices[commodity_id] = median(said) if said else None
        usual = self._prices[commodity_id]
        mine = units.fen_per_kg(units.exact(Decimal(figure)), unit)
        return mine / usual if mine and usual else None
