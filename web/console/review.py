"""What waits for my signature, and what becomes of an edition under review."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import clock, db
from knowledge.db import Session
from knowledge.editions import review as reviews
from knowledge.editions import steps
from knowledge.editions.fields import KIND_NAMES
from knowledge.models.edition import PUBLISHED
from knowledge.models.staff import COUNTY
from knowledge.staff import access
from knowledge.staff.access import Actor
from web.console import written
from web.console.guard import actor
from web.console.shown import Nav
from web.console.waiting import Waiting

NAV = Nav(21, "等我签字", "console.review")
Page = str | Response


def waits(session: Session, actor: Actor) -> list[Waiting]:
    """What the actor may sign, and what came back to him."""
    signs, returned = reviews.waiting_for(session, actor), reviews.returned_to(session, actor)
    return [
        Waiting("篇等我签字", len(signs), NAV.endpoint),
        Waiting("篇退回给我改", len(returned), NAV.endpoint),
    ]


def add_to(routes: Blueprint) -> None:
    """The list, the deeds of review, and the county's choice of steps."""

    @routes.get("/review")
    def review() -> str:
        with db.current().reading() as session:
            waiting, returned = reviews.waiting_for(session, actor()), reviews.returned_to(session, actor())
        return render_template("console/review.html", waiting=waiting, returned=returned, kinds=KIND_NAMES)

    @routes.post("/editions/<int:number>/submit")
    def submit_edition(number: int) -> Page:
        with written.telling():
            with db.current().writing(changes_answers=False) as session:
                reviews.submit(session, actor(), number, clock.current().now())
            flash("送审了，等别人签字。", "done")
        return _there(number)

    @routes.post("/editions/<int:number>/sign")
    def sign_edition(number: int) -> Page:
        seen = request.form.get("revision", 0, type=int)
        with written.telling():
            with db.current().writing() as session:
                signed = reviews.sign(session, actor(), number, seen, clock.current().now())
            flash("签好了，已经发布。" if signed.state == PUBLISHED else "签好了。", "done")
        return _there(number)

    @routes.post("/editions/<int:number>/return")
    def return_edition(number: int) -> Page:
        with written.telling():
            with db.current().writing(changes_answers=False) as session:
                reviews.send_back(session, actor(), number, request.form.get("text", ""), clock.current().now())
            flash("退回了，写的人能看到原因。", "done")
        return _there(number)

    @routes.post("/editions/<int:number>/remark")
    def remark_edition(number: int) -> Page:
        with written.telling(), db.current().writing(changes_answers=False) as session:
            reviews.remark(session, actor(), number, request.form.get("text", ""), clock.current().now())
        return _there(number)

    @routes.post("/editions/<int:number>/withdraw")
    def withdraw_edition(number: int) -> Page:
        with written.telling():
            with db.current().writing(changes_answers=False) as session:
                reviews.withdraw(session, actor(), number, clock.current().now())
            flash("撤回了，可以接着写。", "done")
        return _there(number)

    @routes.route("/review/steps", methods=["GET", "POST"])
    def review_steps() -> Page:
        access.require(actor(), COUNTY)
        if request.method == "POST":
            with written.telling():
                with db.current().writing(changes_answers=False) as session:
                    steps.choose(session, actor(), request.form.get("plan", ""), clock.current().now())
                flash("审核步骤定好了。", "done")
            return redirect(url_for("console.review_steps"))
        with db.current().reading() as session:
            now = steps.steps(session)
        return render_template("console/steps.html", now=now, plans=steps.PLANS)


def _there(number: int) -> Response:
    return redirect(url_for("console.edition", number=number))
