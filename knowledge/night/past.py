"""What a source's own series said before tonight, and the gate that measures tonight's rows by it."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import units
from knowledge.gates import sifting
from knowledge.gates.quoted import NEAR, Quoted, usual
from knowledge.imports.quote_rows import Row
from knowledge.imports.quotes import SeriesKey, Stored
from knowledge.models.market import Market
from knowledge.models.price import Quote, Series
from knowledge.night.elsewhere import Others

_RECENT = timedelta(60)
Named = tuple[str, str, str, str, str]


def usual_figures(session: Session, source: str, before: date) -> dict[Named, float]:
    """The usual figure of each of a source's series that was quoted lately, by its words and market."""
    statement = (
        select(Series.written, Market.name, Series.variety, Series.grade, Series.unit, Quote.date, Quote.average)
        .join(Series, Quote.series_id == Series.id)
        .join(Market, Series.market_id == Market.id)
        .where(Series.source == source, Quote.date >= before - _RECENT)
        .order_by(Quote.date)
    )
    found: dict[Named, list[Quoted]] = {}
    for written, market, variety, grade, unit, day, average in session.execute(statement):
        found.setdefault((written, market, variety, grade, unit), []).append(Quoted(day, float(average)))
    return {named: usual(quoted) for named, quoted in found.items()}


class History:
    """The gate of the night: each series' rows in the order of their days."""

    def __init__(self, others: Others) -> None:
        self._others = others

    def __call__(self, key: SeriesKey, fresh: list[Row], stored: dict[date, Stored]) -> dict[date, str]:
        """The days whose rows must wait, and why."""
        first = min(row.day for row in fresh)
        days = sorted(stored)
        near = [day for day in days if day < first][-NEAR:] + [day for day in days if day >= first]
        own = [_quoted(day, stored[day].figures) for day in near]
        worth = units.fen_per_kg_of_yuan(key.unit)
        elsewhere = {row.day: self._others.around(key.commodity_id, row.day, worth) if worth else () for row in fresh}
        return sifting.sift([_quoted(row.day, row.figures) for row in fresh], own, elsewhere)


def _quoted(day: date, figures: tuple[str, str, str]) -> Quoted:
    low, high, average = figures
    return Quoted(day, float(average), float(low) if low else None, float(high) if high else None)
