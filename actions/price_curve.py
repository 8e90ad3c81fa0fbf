"""The course of a price as a chart and as a picture: for pages, replies with a picture, and the newspaper."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from actions import quotes, wording
from knowledge import board, units
from knowledge.catalogue import Catalogue
from knowledge.charts import layout, picture
from knowledge.charts.layout import Chart, Point

# How far back a course may go, and what that is called.
SPANS = {7: "7天", 30: "30天", 365: "一年"}
USUAL_DAYS = 30


_ADDRESS = re.compile(r"/c/[0-9]{1,9}\.png\?s=([0-9]{1,9})&days=(7|30|365)")


def address(commodity_id: int, series_id: int, first: date, last: date) -> str:
    """Where the picture of a series' course is found on our pages: over the span that holds these days best."""
    length = (last - first).days
    days = 7 if length <= 7 else 30 if length <= 45 else 365
    return f"/c/{commodity_id}.png?s={series_id}&days={days}"


def of_address(written: str) -> tuple[int, int]:
    """The series and the days of such an address; raises ValueError for any other."""
    match = _ADDRESS.fullmatch(written)
    if match is None:
        raise ValueError(written)
    return int(match[1]), int(match[2])


def points(rows: Sequence[Any]) -> list[Point]:
    """Quotes as points in the unit that is shown: yuan per jin, or per piece."""
    return [_point(row) for row in rows]


def _point(row: Any) -> Point:
    if row.fen_per_kg is not None:
        low, high = row.fen_per_kg_low or row.fen_per_kg, row.fen_per_kg_high or row.fen_per_kg
        return Point(row.date, low / 200, row.fen_per_kg / 200, high / 200)
    middle = float(row.average)
    return Point(row.date, float(row.low or middle), middle, float(row.high or middle))


def shown_unit(quote: Any) -> str:
    """元/斤 for a weight, else the source's own."""
    return "元/斤" if units.is_weight(quote.unit) else str(quote.unit)


def worded(figure: float) -> str:
    """A figure of a chart as it is read: two decimals at least."""
    return units.yuan_per_jin(round(figure * 200)) if round(figure * 200) == figure * 200 else f"{figure:.2f}"


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


def png(knowledge: Session, names: Catalogue, series_id: int, days: int, today: date) -> bytes | None:
    """The course of one series as a picture that says commodity, price, market, day and source.

    None where there is no such series, or fewer than two quotes in these days.
    """
    quote = board.shown(knowledge, [series_id], today).get(series_id)
    past = board.courses(knowledge, [series_id], today - timedelta(days - 1), today)[series_id]
    chart = single(past, days, today)
    if quote is None or chart is None:
        return None
    commodity, market = names.commodities[quote.commodity_id], names.markets.get(quote.market_id)
    sample = "（演示）" if quote.is_demo else ""
    where = f"{market.name if market else ''}{quotes.variety(quote, commodity)}"
    return picture.png(
        chart,
        f"{commodity.name}{sample} {quotes.figure(quote).partition(chr(10))[0]}",
        (
            f"{where} {wording.day(quote.date, today)} 近{SPANS[days]}",
            f"单位：{shown_unit(quote)} 来源：{quote.source}，仅供参考 田讯",
        ),
    )
