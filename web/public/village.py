"""A village, a township, a county: what concerns it, whom to call, what lies above and below."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from knowledge import around, catalogue, clock, db, posts
from knowledge.around import Division
from knowledge.catalogue import Catalogue
from knowledge.db import Session
from knowledge.models.region import significant
from knowledge.models.trade import DEMAND, SUPPLY
from knowledge.posts import hidden
from web.public import cards, fresh, visitor
from web.public.shown import Nav

NAV = Nav(60, "本村", "public.village")
MOST_OF_EACH = 5


def add_to(routes: Blueprint) -> None:
    """`/v/CODE`, with as many digits as name the division; `/v` is the visitor's own place."""

    @routes.get("/v", defaults={"code": ""})
    @routes.get("/v/<code>")
    @fresh.each_minute
    def village(code: str) -> str | Response:
        with db.current().reading() as session:
            names = catalogue.current(session)
            here = around.division(session, names.places, code or visitor.place(names.places))
            if here is None:
                abort(404)
            if code and code != here.short:
                return redirect(url_for("public.village", code=here.short), 301)
            return render_template("public/village.html", short=significant, **_shown(session, names, here))


def _shown(session: Session, names: Catalogue, here: Division) -> dict[str, Any]:
    """What the page says of a division; posts of its own alone."""
    now = clock.current().now()
    today = clock.local(now).date()
    jobs = posts.jobs_here(session, names.places, now, here.code, MOST_OF_EACH)
    goods = {
        kind: posts.goods_here(session, names.places, now, kind, here.code, MOST_OF_EACH) for kind in (SUPPLY, DEMAND)
    }
    return {
        "division": here,
        "notices": around.notices(session, names.places, here, today, MOST_OF_EACH),
        "jobs": [cards.of_job(post, today) for post in jobs],
        "goods": {kind: [cards.of_goods(post, names, today) for post in found] for kind, found in goods.items()},
        "contacts": [
            (contact, hidden.published(contact.phone), bool(hidden.of_people(contact.phone)))
            for contact in around.contacts(session, here)
        ],
    }
