"""A commodity's course as a picture, for replies with a picture, shared links and the newspaper."""

from flask import Blueprint, Response, abort

from actions import price_curve
from knowledge import catalogue, clock, db
from web.caller import Allowance, address
from web.public import courses, visitor

A_MINUTE = 60


def add_to(routes: Blueprint) -> None:
    """`/c/ID.png`, over `?days=`, of the series `?s=`, as near to `?place=` as there is one.

    A picture costs more than a page: one address may have so many a minute drawn.
    """
    allowance = Allowance(A_MINUTE)

    @routes.get("/c/<int:number>.png")
    def curve(number: int) -> Response:
        wait = allowance.wait_seconds(address(), clock.machine_seconds())
        if wait:
            return Response(status=429, headers={"Retry-After": str(wait)})
        today, days = clock.current().today(), courses.span()
        with db.current().reading() as session:
            names = catalogue.current(session)
            offered = courses.offered(session, names, number, visitor.place(names.places), today)
            chosen = offered.chosen or abort(404)
            drawn = price_curve.png(session, names, chosen.series_id, days, today) or abort(404)
        return Response(drawn, mimetype="image/png")
