"""The farmers' pages: prices with their curve, and articles, light enough for the cheapest phone."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, render_template

from actions import quotes, safety, wording
from knowledge import catalogue, clock, db
from knowledge.models import article, passage, price
from web import curve
from web.safe import guarded

CURVE_DAYS = 90


def blueprint() -> Blueprint:
    """Home, one page per commodity (`/c/ID`) and one per article (`/a/ID`); addresses stay short for messages."""
    routes = Blueprint(
        "public", __name__, template_folder="templates", static_folder="static", static_url_path="/public-static"
    )
    routes.app_context_processor(lambda: {"county": _county()})
    routes.add_app_template_global(wording.day, "day")
    routes.add_app_template_global(quotes.figure, "figure")

    @routes.get("/")
    def home() -> str:
        today = clock.current().today()
        with db.current().reading() as session:
            names = catalogue.current(session)
            shown = _newest_by_commodity(price.latest(session, price.quoted(session), today))
            articles = article.published(session, today)
        categories: dict[str, list[tuple[str, Any]]] = {}
        for quote in sorted(shown.values(), key=lambda quote: quote.commodity_id):
            commodity = names.commodities[quote.commodity_id]
            categories.setdefault(commodity.category, []).append((commodity.name, quote))
        shelves: dict[str, list[article.Article]] = {}
        for entry in articles:
            shelves.setdefault(entry.category, []).append(entry)
        return render_template("public/home.html", categories=categories, shelves=shelves, today=today)

    @routes.get("/c/<int:number>")
    def commodity(number: int) -> str:
        today = clock.current().today()
        with db.current().reading() as session:
            names = catalogue.current(session)
            found = names.commodities.get(number)
            if found is None:
                abort(404)
            newest = sorted(
                price.latest(session, [number], today), key=lambda quote: (-quote.date.toordinal(), quote.id)
            )
            past = price.between(session, newest[0].series_id, today - timedelta(CURVE_DAYS), today) if newest else []
            articles = article.about(session, names.family(found), today)
        return render_template(
            "public/commodity.html",
            commodity=found,
            quotes=newest,
            markets={market.id: market.name for market in names.markets.values()},
            curve=curve.drawn(past),
            articles=articles,
            today=today,
        )

    @routes.get("/a/<int:number>")
    def technique(number: int) -> str:
        today = clock.current().today()
        with db.current().reading() as session:
            found = article.one_published(session, number, today)
            if found is None:
                abort(404)
            parts = passage.of(session, "article", number)
            text = "\n".join(part.text for part in parts)
            stopped = safety.stopped(text, catalogue.current(session), today, session)
        return render_template("public/article.html", article=found, parts=parts, stopped=stopped, today=today)

    @routes.app_errorhandler(404)
    def missing(_error: Exception) -> tuple[str, int]:
        return render_template("public/missing.html"), 404

    return guarded(routes)


def _county() -> str:
    with db.current().reading() as session:
        places = catalogue.current(session).places
    return places.name(places.home)


def _newest_by_commodity(found: Iterable[Any]) -> dict[int, Any]:
    newest: dict[int, Any] = {}
    for quote in found:
        held = newest.get(quote.commodity_id)
        if held is None or (quote.date, -quote.id) > (held.date, -held.id):
            newest[quote.commodity_id] = quote
    return newest
