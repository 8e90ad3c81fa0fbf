"""The first page: what waits for me, and how today goes."""

from flask import Blueprint, render_template

from knowledge import clock, db
from knowledge.statistics import report
from web.console import waiting
from web.console.guard import actor
from web.console.shown import Nav

NAV = Nav(0, "首页", "console.start")


def add_to(routes: Blueprint) -> None:
    """The page."""

    @routes.get("/")
    def start() -> str:
        today = clock.current().today()
        with db.current().reading() as session:
            tasks = waiting.of(session, actor())
            # Figures of the whole county are the county's to see.
            so_far = report.of(session, today, today, today) if actor().is_county else None
        return render_template("console/start.html", tasks=tasks, so_far=so_far)
