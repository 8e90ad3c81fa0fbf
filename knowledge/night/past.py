"""What a source's own series said before tonight, and the gate that measures tonight's rows by it."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

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


class Named(NamedTuple):
    """What a series is of, with the full name of its market."""

    source: str
    written: str
    market: str
    variety: str
    grade: str
    unit: str


class Own:
    """The quotes of some sources' series since shortly before a day."""

    def __init__(self, session: Session, sources: Collection[str], before: date) -> None:
        self._said: dict[Named, dict[date, tuple[str, str, str]]] = {}
        statement = (
            select(Series.source, Series.written, Market.name, Series.variety, Series.grade, Series.unit)
            .add_columns(Quote.date, Quote.low, Quote.high, Quote.average)
            .join(Series, Quote.series_id == Series.id)
            .join(Market, Series.market_id == Market.id)
            .where(Series.source.in_(sources), Series.is_demo.is_(False), Quote.date >= before - _RECENT)
            .order_by(Quote.date)
        )
        for *named, day, low, high, average in session.execute(statement):
            self._said.setdefault(Named(*named), {})[day] = (low, high, average)

    def usual(self, named: Named) -> float | None:
        """The usual figure of a series; None where it said nothing lately."""
        said = self._said.get(named)
        return usual([_quoted(day, figures) for day, figures in said.items()]) if said else None

    def says(self, named: Named, day: date, figures: tuple[str, str, str]) -> bool:
        """Whether just this is public already."""
        return self._said.get(named, {}).get(day) == figures


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
