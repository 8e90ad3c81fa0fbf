"""A commodity's course as a picture, for replies with a picture, shared links and the newspaper."""

from datetime import timedelta

from flask import Blueprint, Response, abort

from actions import quotes, wording
from knowledge import board, catalogue, clock, db
from knowledge.charts import picture
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
            found = names.commodities.get(number) or abort(404)
            near = visitor.place(names.places)
            chosen = courses.offered(session, names, number, near, today).chosen or abort(404)
            past = board.courses(session, [chosen.series_id], today - timedelta(days - 1), today)[chosen.series_id]
        chart = courses.single(past, days, today)
        if chart is None:
            abort(404)
        market = names.markets[chosen.market_id].name
        title = f"{found.name}{'（演示）' if chosen.is_demo else ''} {quotes.figure(chosen).partition(chr(10))[0]}"
        notes = (
            f"{market}{quotes.variety(chosen, found)} {wording.day(chosen.date, today)} 近{courses.SPANS[days]}",
            f"单位：{courses.shown_unit(chosen)} 来源：{chosen.source}，仅供参考 田讯",
        )
        return Response(picture.png(chart, title, notes), mimetype="image/png")
