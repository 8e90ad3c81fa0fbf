"""One commodity: its course over 7, 30 or 365 days, the markets compared, the figures in a table, what to read."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, render_template

from actions import price_curve, quotes
from knowledge import board, catalogue, clock, db, search
from knowledge.catalogue import Catalogue, CommodityName
from knowledge.db import Session
from knowledge.models import article
from web.public import courses, prices, visitor

TABLE_ROWS = 30
_OTHER_NAMES, MOST_ARTICLES = 8, 10


def add_to(routes: Blueprint) -> None:
    """`/c/ID`, over `?days=`, of the series `?s=`."""

    @routes.get("/c/<int:number>")
    def commodity(number: int) -> str:
        today, days = clock.current().today(), courses.span()
        with db.current().reading() as session:
            names = catalogue.current(session)
            found = names.commodities.get(number)
            if found is None:
                abort(404)
            offered = courses.offered(session, names, number, visitor.place(names.places), today)
            page = {
                "commodity": found,
                "other_names": _other_names(names, found),
                "kinds": _kinds(session, names, found, today),
                "articles": _articles(session, names, found, today),
                "days": days,
                "spans": price_curve.SPANS,
                "more": offered.more,
                "rows": [(prices.row(quote, names, today), quotes.variety(quote, found)) for quote in offered.quotes],
                "main": _main(session, names, found, offered, days, today) if offered.chosen else None,
            }
        return render_template("public/commodity.html", **page)


def _main(
    session: Session, names: Catalogue, found: CommodityName, offered: courses.Offered, days: int, today: date
) -> dict[str, Any]:
    """The chosen series with its chart, and the chart of those beside it that are quoted in the same unit."""
    chosen, unit = offered.chosen, price_curve.shown_unit(offered.chosen)
    others = [quote for quote in offered.quotes if quote is not chosen and price_curve.shown_unit(quote) == unit]
    beside = [chosen, *others[: courses.MOST_LINES - 1]]
    past = board.courses(session, [quote.series_id for quote in beside], today - timedelta(days - 1), today)
    lines = [quote for quote in beside if len(past[quote.series_id]) > 1]
    own = past[chosen.series_id]
    figures = price_curve.points(own)
    return {
        "row": prices.row(chosen, names, today),
        "variety": quotes.variety(chosen, found),
        "dated": quotes.dated(chosen, today),
        "unit": unit,
        "chart": price_curve.single(own, days, today),
        "lowest": price_curve.worded(min(p.low for p in figures)) if figures else "",
        "highest": price_curve.worded(max(p.high for p in figures)) if figures else "",
        "compared": price_curve.compared([past[quote.series_id] for quote in lines], days, today),
        "lines": [(prices.row(quote, names, today), quotes.variety(quote, found)) for quote in lines],
        "table": [(point.day, *map(price_curve.worded, point[1:])) for point in reversed(figures[-TABLE_ROWS:])],
    }


def _other_names(names: Catalogue, found: CommodityName) -> list[str]:
    written = [name for name, number in names.commodity_ids.items() if number == found.id]
    return [name for name in written if name != found.name and name not in names.weak_aliases][:_OTHER_NAMES]


def _articles(session: Session, names: Catalogue, found: CommodityName, today: date) -> list[article.Titled]:
    def search_now() -> list[article.Titled]:
        family = names.family(found)
        hits = search.find(session, found.name, [family], ("article",), 3 * MOST_ARTICLES)
        return article.about(session, family, [hit.passage.row_id for hit in hits], today)[:MOST_ARTICLES]

    return board.board(session, today).once(("articles", found.id), search_now)


def _kinds(session: Session, names: Catalogue, found: CommodityName, today: date) -> list[CommodityName]:
    """Narrower commodities that are quoted, and the wider one."""
    quoted = board.board(session, today).by_commodity
    wider = [names.commodities[found.parent_id]] if found.parent_id in names.commodities else []
    return [kind for kind in [*wider, *names.descendants(found)] if kind.id in quoted][:20]
