"""Goods on offer and goods wanted: lists with the nearest first, and each post on a page of its own."""

from flask import Blueprint, Response, render_template, request

from knowledge import catalogue, clock, db, posts
from knowledge.catalogue import Catalogue
from knowledge.models.trade import DEMAND, SUPPLY
from web.public import asked, cards, fresh, jobs, visitor
from web.public.shown import Nav

NAV = Nav(30, "供求", "public.goods")
KINDS = {SUPPLY: "有人卖", DEMAND: "有人收"}


def add_to(routes: Blueprint) -> None:
    """`/g` by kind (`?kind=demand`) and goods (`?q=`), in pages (`?page=`), and `/g/NAME`."""

    @routes.get("/g")
    @fresh.each_minute
    def goods() -> str:
        now, wanted, page = clock.current().now(), asked.words(), asked.page(posts.MOST_PAGES)
        kind = DEMAND if request.args.get("kind") == DEMAND else SUPPLY
        with db.current().reading() as session:
            names = catalogue.current(session)
            meant, near = named(names, wanted), visitor.place(names.places)
            is_known = bool(meant) or not wanted
            found = posts.goods(session, names, now, kind, near, meant, page) if is_known else posts.Page()
        today = clock.local(now).date()
        rows = [(cards.of_goods(post, names, today), ring) for post, ring in found.posts]
        return render_template(
            "public/goods.html",
            rows=rows,
            found=found,
            wanted=wanted,
            page=page,
            kind=kind,
            kinds=KINDS,
            is_known=is_known,
        )

    @routes.get("/g/<name>")
    @fresh.each_minute
    def one_of_goods(name: str) -> str | Response:
        now = clock.current().now()
        with db.current().reading() as session:
            names, found = catalogue.current(session), posts.find_goods(session, name, now)
        if found is None:
            return jobs.over("public.goods", "供求")
        card = cards.of_goods(found, names, clock.local(now).date())
        return render_template("public/post.html", card=card, back="public.goods")


def named(names: Catalogue, wanted: str) -> list[int]:
    """The commodity of this name with all the narrower ones, and the one above it; none where no name fits."""
    found = names.commodity(wanted) if wanted else None
    if found is None:
        return []
    wider = [found.parent_id] if found.parent_id is not None else []
    return [found.id, *(below.id for below in names.descendants(found)), *wider]
