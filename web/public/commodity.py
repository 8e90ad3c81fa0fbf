"""One commodity: its curve, the markets that quote it, and what there is to read about it."""

from datetime import timedelta

from flask import Blueprint, abort, render_template

from knowledge import catalogue, clock, db
from knowledge.models import article, price
from web import curve

CURVE_DAYS = 90


def add_to(routes: Blueprint) -> None:
    """`/c/ID`."""

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
        )
