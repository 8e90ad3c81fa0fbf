"""The first page: what waits for me."""

from flask import Blueprint, render_template

from web.console.shown import Nav

NAV = Nav(0, "首页", "console.start")


def add_to(routes: Blueprint) -> None:
    """The page."""

    @routes.get("/")
    def start() -> str:
        return render_template("console/start.html")
