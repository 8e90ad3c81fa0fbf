"""What a commodity's page and picture draw: the course of one series, and those of some others beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import request

from knowledge import board, units
from knowledge.catalogue import Catalogue
from knowledge.charts import layout
from knowledge.charts.layout import Chart, Point
from knowledge.db import Session
from web.public import ranking

SPANS = {7: "7天", 30: "30天", 365: "一年"}
USUAL = 30
# Markets in a list, and lines in one chart, that a small screen still tells apart.
MOST_MARKETS, MOST_LINES = 20, 4


@dataclass(frozen=True)
class Offered:
    """The newest quotes of one commodity, the nearest and newest first; `chosen` is the one whose course is drawn."""

    quotes: tuple[Any, ...]
    chosen: Any
    more: int


def span() -> int:
    """The days that the visitor wants: 7, 30 or 365."""
    wanted = request.args.get("days", "", type=str)
    return int(wanted) if wanted in map(str, SPANS) else USUAL


def offered(session: Session, names: Catalogue, number: int, near: str, today: date) -> Offered:
    """What is quoted of a commodity, at most so many series; the visitor may choose one of them (`?s=`)."""
    lines = board.board(session, today).by_commodity.get(number, [])
    lines = sorted(lines, key=lambda line: ranking.rank(line, names, near, today))
    wanted = request.args.get("s", "")
    first = [line for line in lines if str(line.series_id) == wanted] or lines
    shown = [*lines[:MOST_MARKETS], *(line for line in first[:1] if line not in lines[:MOST_MARKETS])]
    found = board.shown(session, [line.series_id for line in shown], today)
    rows = [found[line.series_id] for line in shown if line.series_id in found]
    chosen = found.get(first[0].series_id) if first else None
    return Offered(tuple(rows), chosen, max(0, len(lines) - len(shown)))


def points(rows: Sequence[Any]) -> list[Point]:
    """Quotes as points in the unit that is shown: yuan per jin, or per piece."""
    return [point for row in rows if (point := _point(row))]


def _point(row: Any) -> Point | None:
    if row.fen_per_kg is not None:
        low, high = row.fen_per_kg_low or row.fen_per_kg, row.fen_per_kg_high or row.fen_per_kg
        return Point(row.date, low / 200, row.fen_per_kg / 200, high / 200)
    middle = float(row.average)
    return Point(row.date, float(row.low or middle), middle, float(row.high or middle))


def single(rows: Sequence[Any], days: int, today: date) -> Chart | None:
    """The chart of one series over so many days up to today; None for fewer than two quotes."""
    if len(rows) < 2:
        return None
    first = today - timedelta(days - 1)
    return layout.drawn([layout.thinned(points(rows), first, today)], first, today)


def compared(courses: Sequence[Sequence[Any]], days: int, today: date) -> Chart | None:
    """The chart of several series; None for fewer than two of them."""
    if len(courses) < 2:
        return None
    first = today - timedelta(days - 1)
    thinned = [layout.thinned(points(rows), first, today) for rows in courses]
    return layout.drawn([[Point(p.day, p.middle, p.middle, p.middle) for p in one] for one in thinned], first, today)


def shown_unit(quote: Any) -> str:
    """元/斤 for a weight, else the source's own."""
    return "元/斤" if units.is_weight(quote.unit) else str(quote.unit)


def worded(figure: float) -> str:
    """A figure of a chart as it is read: two decimals at least."""
    return units.yuan_per_jin(round(figure * 200)) if round(figure * 200) == figure * 200 else f"{figure:.2f}"
