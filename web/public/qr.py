"""A page's address as a code to be put up on a wall."""

from io import BytesIO

import segno
from flask import Blueprint, Response, abort, render_template

from knowledge import around, catalogue, db
from web.public.shown import absolute


def add_to(routes: Blueprint) -> None:
    """`/v/CODE/qr.svg`, and `/v/CODE/qr` to be printed."""

    @routes.get("/v/<code>/qr.svg")
    def village_code(code: str) -> Response:
        drawn = BytesIO()
        _of(code, drawn)
        return Response(drawn.getvalue(), mimetype="image/svg+xml")

    @routes.get("/v/<code>/qr")
    def village_poster(code: str) -> str:
        with db.current().reading() as session:
            here = around.division(session, catalogue.current(session).places, code)
        if here is None:
            abort(404)
        return render_template("public/poster.html", division=here)


def _of(code: str, out: BytesIO) -> None:
    with db.current().reading() as session:
        here = around.division(session, catalogue.current(session).places, code)
    if here is None:
        abort(404)
    made = segno.make(absolute(f"/v/{here.short}"), error="m", micro=False)
    made.save(out, kind="svg", scale=8, light="#fff", svgclass=None, lineclass=None)
