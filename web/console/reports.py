"""诉求: what farmers reported, by its clock."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import clock, db
from knowledge.db import Session
from knowledge.models.staff import TOWNSHIP
from knowledge.privacy import masked
from knowledge.reports import queue, taken_down, units
from knowledge.staff import access
from knowledge.staff.access import Actor
from web.console.guard import actor
from web.console.shown import Nav
from web.console.waiting import Waiting

NAV = Nav(12, "诉求", "console.reports")
WHICH = {queue.RUNNING: "在办", queue.LATE: "超期", queue.REVIEW: "等审核", queue.DONE: "已答复"}


def waits(session: Session, actor: Actor) -> list[Waiting]:
    """Late reports, those near their term, and replies to be reviewed."""
    found = queue.counts(session, actor, clock.current().now())
    return [
        Waiting("件诉求超期", found.late, NAV.endpoint, is_urgent=True),
        Waiting("件诉求时间过半", found.near, NAV.endpoint),
        Waiting("件诉求的答复等审核", found.review, NAV.endpoint),
    ]


def add_to(routes: Blueprint) -> None:
    """The queue; `which` says which ones, `page` which page of them."""

    @routes.get("/reports")
    def reports() -> str:
        which, number = request.args.get("which", queue.RUNNING), request.args.get("page", 0, type=int)
        which, now = which if which in WHICH else queue.RUNNING, clock.current().now()
        with db.current().reading() as session:
            entries = queue.page(session, actor(), which, number, now)
            counts = queue.counts(session, actor(), now)
        return render_template(
            "console/reports.html", entries=entries, which=which, kinds=WHICH, counts=counts, number=number,
            more=len(entries) == queue.A_PAGE,
        )  # fmt: skip

    @routes.route("/reports/new", methods=["GET", "POST"])
    def new_report() -> str | Response:
        access.require(actor(), TOWNSHIP)
        if request.method == "POST":
            return _logged()
        with db.current().reading() as session:
            areas, kinds = units.areas(session, actor()), units.kinds(session)
        return render_template("console/new_report.html", areas=areas, kinds=kinds)

    @routes.app_template_filter("masked")
    def without_phones(text: str) -> str:
        return masked(text)


def _logged() -> Response:
    words, place, kind, origin = (request.form.get(name, "") for name in ("words", "region", "kind", "origin"))
    with db.current().writing() as session:
        made = taken_down.take(session, actor(), words, place, kind, origin, clock.current().now())
    flash(f"已记下，编号{made.ticket_no}。", "done")
    return redirect(url_for("console.report", number=made.id))
