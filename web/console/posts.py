"""Posts that wait: what they say, the rules that hold them, what else came from the phone, and the decision."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import clock, db
from knowledge.db import Session
from knowledge.desk import deciding
from knowledge.models.staff import COUNTY, TOWNSHIP
from knowledge.moderation import accused, banning, desk
from knowledge.refusal import Refused
from knowledge.staff.access import Actor
from web.console.guard import actor
from web.console.shown import Nav
from web.console.waiting import Waiting

NAV = Nav(25, "招工买卖审核", "console.posts", TOWNSHIP)
KINDS = {desk.JOB: "招工", desk.TRADE: "买卖"}
Page = str | Response


def waits(session: Session, actor: Actor) -> list[Waiting]:
    """Posts to be decided."""
    if not actor.is_at_least(NAV.role):
        return []
    return [Waiting("条招工、买卖等审核", sum(desk.counts(session, actor, _now()).values()), NAV.endpoint)]


def add_to(routes: Blueprint) -> None:
    """The queue, one post, and what can be done to it."""

    @routes.get("/posts")
    def posts() -> Page:
        return _listed()

    @routes.get("/posts/<kind>/<int:number>")
    def post(kind: str, number: int) -> Page:
        return _one(kind, number)

    @routes.post("/posts/<kind>/<int:number>/phone")
    def post_phone(kind: str, number: int) -> Page:
        with db.current().writing(changes_answers=False) as session:
            whole = desk.show_phone(session, actor(), kind, number, _now())
        return _one(kind, number, whole)

    @routes.post("/posts/<kind>/<int:number>/decide")
    def decide_post(kind: str, number: int) -> Page:
        return _decide(kind, number)

    @routes.post("/posts/<kind>/<int:number>/ban")
    def ban_phone(kind: str, number: int) -> Page:
        return _ban(kind, number)


def _now() -> datetime:
    return clock.current().now()


def _listed() -> Page:
    kind, status = request.args.get("kind", desk.JOB), request.args.get("status", desk.DRAFT)
    status = status if status in (desk.DRAFT, desk.APPROVED, desk.REJECTED) else desk.DRAFT
    with db.current().reading() as session:
        found = desk.queue(session, actor(), kind, status, request.args.get("before", type=int), _now())
        counts = desk.counts(session, actor(), _now())
    return render_template(
        "console/posts.html", kind=kind, kinds=KINDS, status=status, states=desk.STATES, found=found, counts=counts,
        more=len(found) == desk.A_PAGE, outcomes=actor().is_at_least(COUNTY),
    )  # fmt: skip


def _one(kind: str, number: int, whole: desk.Shown | None = None, why: str = "") -> Page:
    with db.current().reading() as session:
        row = desk.access_post(session, actor(), kind, number)
        one, past = whole or desk.shown(session, row), desk.past(session, row)
        decisions, said = desk.decisions(session, kind, number), accused.said(session, kind, number)
    return render_template(
        "console/post.html",
        most=deciding.LONGEST,
        one=one,
        past=past,
        decisions=decisions,
        said=said,
        states=desk.STATES,
        kinds=KINDS,
        is_whole=whole is not None,
        is_over=one.expires_at <= _now(),
        why=why,
        reason=request.form.get("reason", ""),
    )


def _decide(kind: str, number: int) -> Page:
    verdict, reason = request.form.get("verdict", ""), request.form.get("reason", "")
    try:
        with db.current().writing() as session:
            if verdict == "approve":
                desk.approve(session, actor(), kind, number, reason, _now())
                said = "已通过，现在就能查到。"
            elif verdict == "reject":
                desk.reject(session, actor(), kind, number, reason, _now())
                said = "没有通过，农户看不到。"
            elif verdict == "end":
                said = f"已标为{desk.end(session, actor(), kind, number, _now())}，农户看不到了。"
            else:
                desk.access_post(session, actor(), kind, number)
                raise Refused("请选通过还是不通过。")
    except Refused as fault:
        return _one(kind, number, why=str(fault))
    flash(said, "done")
    return redirect(url_for("console.posts", kind=kind))


def _ban(kind: str, number: int) -> Page:
    reason = request.form.get("reason", "")
    try:
        with db.current().writing() as session:
            gone = banning.ban(session, actor(), kind, number, reason, _now())
    except Refused as fault:
        return _one(kind, number, why=str(fault))
    flash(f"已封号，全县的帖子里都不能再用；下架 {gone} 条。", "done")
    return redirect(url_for("console.posts", kind=kind))
