"""The audit log, as county staff read it."""

from flask import Blueprint, render_template, request

from knowledge import db
from knowledge.models.staff import COUNTY
from knowledge.staff import access, audit
from web.console.guard import actor
from web.console.shown import Nav

NAV = Nav(90, "操作记录", "console.log", COUNTY)
_A_PAGE = 100


def add_to(routes: Blueprint) -> None:
    """Newest first; `before` is the number that the page ends above."""

    @routes.get("/log")
    def log() -> str:
        access.require(actor(), COUNTY)
        before = request.args.get("before", type=int)
        with db.current().reading() as session:
            entries = audit.newest(session, _A_PAGE, before)
        return render_template("console/log.html", entries=entries, more=len(entries) == _A_PAGE)
