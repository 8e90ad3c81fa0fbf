"""Notices and policies: a list with the newest first, and each to be read."""

from flask import Blueprint, abort, render_template, request

from knowledge import catalogue, clock, db, reading
from knowledge.models.notice import Notice
from knowledge.posts import hidden
from web.public.shown import Nav

NAV = Nav(50, "通知", "public.notices")


def add_to(routes: Blueprint) -> None:
    """`/n` by category (`?kind=`), the ones before others by `?before=`, and `/n/ID`."""

    @routes.get("/n")
    def notices() -> str:
        kind, before = request.args.get("kind", "")[:20], request.args.get("before", "")
        with db.current().reading() as session:
            page, kinds = reading.notices(session, kind, before), reading.categories(session, Notice)
        return render_template("public/notices.html", page=page, kinds=kinds, kind=kind, before=before)

    @routes.get("/n/<int:number>")
    def notice(number: int) -> str:
        today = clock.current().today()
        with db.current().reading() as session:
            found = reading.notice(session, number) if number < 2**31 else None
            if found is None:
                abort(404)
            places = catalogue.current(session).places
        return render_template(
            "public/notice.html",
            notice=found,
            body=hidden.published(found.body),
            concerns=places.path(found.region_code) if found.region_code else "",
            region=found.region_code,
            has_ended=reading.has_ended(found, today),
            has_phone=bool(hidden.of_people(found.body)),
        )
