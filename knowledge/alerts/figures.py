"""The prices that alerts are held against: the newest of each series, none from a held row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from knowledge.alerts.wish import PER_JIN, said
from knowledge.models import price
from knowledge.models.market import Market
from knowledge.models.price import Quote, Series
from knowledge.models.region import distance

# An older figure says nothing about today; one of these days is still worth showing.
FRESH, SHOWN = timedelta(days=2), timedelta(days=30)
_NOWHERE = 9
_AT_ONCE = 5_000


@dataclass(frozen=True)
class Figure:
    """One series' newest quote; `fen` per kilogram, or per piece where `unit` is one."""

    series_id: int
    quote_id: int
    day: date
    fen: int
    unit: str
    market: str
    source: str

    def __str__(self) -> str:
        return said(self.fen, self.unit)

    def says(self, fen_per_kg: int | None, average: str) -> bool:
        """Whether a quote has this figure."""
        return _in_fen(fen_per_kg, average, self.unit)[0] == self.fen

    def is_fresh(self, today: date) -> bool:
        """Whether it still says something about today."""
        return today - FRESH <= self.day <= today


def newest(session: Session, series_ids: Sequence[int], today: date) -> dict[int, Figure]:
    """The fresh figure of each of these series that has one, by its id."""
    found: dict[int, Figure] = {}
    for start in range(0, len(series_ids), _AT_ONCE):
        fresh = Quote.series_id.in_(series_ids[start : start + _AT_ONCE]), Quote.date.between(today - FRESH, today)
        last = select(Quote.series_id, func.max(Quote.date)).where(*fresh).group_by(Quote.series_id)
        statement = (
            select(Quote, Series, Market.name)
            .join(Series, Series.id == Quote.series_id)
            .join(Market, Market.id == Series.market_id)
            .where(*fresh, tuple_(Quote.series_id, Quote.date).in_(last))
        )
        for quote, series, market in session.execute(statement):
            found[series.id] = _figure(quote, series, market)
    return found


def last_of(session: Session, series_id: int, today: date) -> Figure | None:
    """The series' newest figure, however old; None where it has none."""
    statement = (
        select(Quote, Series, Market.name)
        .join(Series, Series.id == Quote.series_id)
        .join(Market, Market.id == Series.market_id)
        .where(Quote.series_id == series_id, Quote.date <= today)
        .order_by(Quote.date.desc())
        .limit(1)
    )
    found = session.execute(statement).first()
    return _figure(*found) if found else None


def best(
    session: Session, commodity_id: int, market_id: int | None, near: str, unit: str, today: date
) -> Figure | None:
    """The series that an alert in this unit is read from: at the market, else nearest to `near`, fresh ones first.

    None where nobody has quoted it within a month. An empty unit takes any, by weight first.
    """
    found = candidates(session, commodity_id, today)
    return pick([one for one in found if market_id in (None, one.market_id)], near, unit, today)


@dataclass(frozen=True)
class Candidate:
    """A series that could be read, with where its market stands."""

    figure: Figure
    market_id: int
    region: str | None
    kind: tuple[str, str]


def candidates(session: Session, commodity_id: int, today: date) -> list[Candidate]:
    """All series of a commodity that have been quoted within a month."""
    found = [row for row in price.latest(session, [commodity_id], today) if row.date >= today - SHOWN]
    places = _places(session, {row.market_id for row in found})
    return [_candidate(row, *places[row.market_id]) for row in found]


def pick(found: Sequence[Candidate], near: str, unit: str, today: date) -> Figure | None:
    """The one of them to read from this place."""
    fitting = [one for one in found if unit in ("", one.figure.unit)]
    chosen = min(fitting, key=lambda one: _rank(one, near, today), default=None)
    return chosen.figure if chosen else None


def before(session: Session, figure: Figure) -> tuple[date, int] | None:
    """The day and the fen of the series' quote before this one."""
    found = price.before(session, figure.series_id, figure.day)
    return (found.date, _in_fen(found.fen_per_kg, found.average, figure.unit)[0]) if found else None


def _figure(quote: Quote, series: Series, market: str) -> Figure:
    fen, unit = _in_fen(quote.fen_per_kg, quote.average, series.unit)
    return Figure(series.id, quote.id, quote.date, fen, unit, market, series.source)


def _rank(one: Candidate, near: str, today: date) -> tuple[Any, ...]:
    figure = one.figure
    steps = distance(one.region, near) if one.region else _NOWHERE
    newest_first = -figure.day.toordinal()
    return (figure.unit != PER_JIN, not figure.is_fresh(today), steps, newest_first, one.kind, figure.series_id)


def _candidate(row: Any, market: str, region: str | None) -> Candidate:
    fen, unit = _in_fen(row.fen_per_kg, row.average, row.unit)
    figure = Figure(row.series_id, row.id, row.date, fen, unit, market, row.source)
    return Candidate(figure, row.market_id, region, (row.variety, row.grade))


def _in_fen(fen_per_kg: int | None, average: str, unit: str) -> tuple[int, str]:
    if fen_per_kg is not None:
        return fen_per_kg, PER_JIN
    return int((Decimal(average) * 100).quantize(Decimal(1), ROUND_HALF_UP)), unit


def _places(session: Session, market_ids: set[int]) -> dict[int, tuple[str, str | None]]:
    found: Iterator[Any] = iter(
        session.execute(select(Market.id, Market.name, Market.region_code).where(Market.id.in_(market_ids)))
    )
    return {number: (name, region) for number, name, region in found}
