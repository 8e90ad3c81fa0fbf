"""Prices that wait: what each row says, why it waits, what its market said before, and what staff decide."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import clock, db, units
from knowledge.db import Session
from knowledge.desk import deciding, held, lately
from knowledge.imports.gist import UNKNOWN
from knowledge.imports.held import REJECTED
from knowledge.imports.terms import Terms
from knowledge.models.price import HeldQuote
from knowledge.models.staff import TOWNSHIP
from knowledge.refusal import Refused
from knowledge.staff import access
from knowledge.staff.access import Actor
from web import curve
from web.console.guard import actor
from web.console.right_figures import RightFigures
from web.console.shown import Nav
from web.console.waiting import Waiting

NAV = Nav(30, "待核价格", "console.held", TOWNSHIP)
Page = str | Response


def waits(session: Session, actor: Actor) -> list[Waiting]:
    """Prices that nobody has looked at."""
    if not actor.is_at_least(NAV.role):
        return []
    things = sum(number for gist, number in held.gists(session, actor) if gist != REJECTED)
    return [Waiting("条价格等人核", things, NAV.endpoint)]


def add_to(routes: Blueprint) -> None:
    """The list by what is wrong, one row in full, and what can be done to them."""

    @routes.get("/held")
    def held() -> Page:
        return _listed(request.args.get("gist", ""), request.args.get("before", type=int))

    @routes.post("/held/decide")
    def decide_held() -> Page:
        return _decided()

    @routes.route("/held/<int:number>", methods=["GET", "POST"])
    def held_one(number: int) -> Page:
        return _one(number, RightFigures())


def terms() -> Terms:
    """What staff bring in at this moment."""
    return Terms(clock.current().now(), clock.current().today())


def _listed(gist: str, before: int | None, why: str = "", reason: str = "", chosen: tuple[int, ...] = ()) -> Page:
    access.require(actor(), TOWNSHIP)
    with db.current().reading() as session:
        kinds = held.gists(session, actor())
        if gist not in dict(kinds):
            gist = kinds[0][0] if kinds else ""
        rows = held.page(session, actor(), gist, before)
        said = lately.lately(session, rows, clock.current().today())
        decisions = deciding.of(session, "held_quote", [one.id for one in rows]) if gist == REJECTED else {}
    return render_template(
        "console/held.html",
        kinds=kinds,
        gist=gist,
        entries=[(one, held.in_words(one.fields), _curve(one, said)) for one in rows],
        decisions=decisions,
        more=len(rows) == held.A_PAGE,
        before=before,
        why=why,
        reason=reason,
        chosen=chosen,
        rejected=REJECTED,
        unknown=UNKNOWN,
    )


def _decided() -> Page:
    access.require(actor(), TOWNSHIP)
    ids = tuple(dict.fromkeys(request.form.getlist("row", type=int)))
    reason, verdict = request.form.get("reason", ""), request.form.get("verdict", "")
    try:
        said = _done(verdict, ids, reason)
    except Refused as fault:
        return _listed(request.form.get("gist", ""), request.form.get("before", type=int), str(fault), reason, ids)
    flash(said, "done")
    return redirect(url_for("console.held", gist=request.form.get("gist") or None))


def _done(verdict: str, ids: tuple[int, ...], reason: str) -> str:
    if verdict == "release":
        with db.current().writing() as session:
            report = held.release(session, actor(), ids, reason, terms())
        return f"已放行 {len(ids)} 行：新增 {report.new}，更新 {report.changed}。"
    if verdict == "reject":
        with db.current().writing(changes_answers=False) as session:
            count = held.reject(session, actor(), ids, reason, terms())
        return f"已驳回 {count} 行，以后夜里再抓到同样的数也不会发布。"
    raise Refused("请选放行还是驳回。")


def _one(number: int, form: RightFigures) -> Page:
    with db.current().reading() as session:
        (one,) = held.access_held(session, actor(), [number])
        said = lately.lately(session, [one], clock.current().today())
        decisions = deciding.of(session, "held_quote", [number])[number]
    if form.validate_on_submit():
        try:
            _mend(number, form)
        except Refused as fault:
            (form.average if (form.reason.data or "").strip() else form.reason).errors = [str(fault)]
        else:
            flash("已按改好的数发布；原来的数以后不会再发布。", "done")
            return redirect(url_for("console.held"))
    if not form.is_submitted():
        form.low.data, form.average.data, form.high.data = (one.fields[name] for name in ("low", "average", "high"))
    return render_template(
        "console/held_one.html",
        one=one,
        words=held.in_words(one.fields),
        curve=_curve(one, said),
        points=said.get(number, []),
        decisions=decisions if one.gist == REJECTED else [],
        form=form,
        unknown=UNKNOWN,
    )


def _mend(number: int, form: RightFigures) -> None:
    figures = (form.low.data or "", form.average.data or "", form.high.data or "")
    with db.current().writing() as session:
        held.mend(session, actor(), number, figures, form.reason.data or "", terms())


def _curve(one: HeldQuote, said: dict[int, list[Any]]) -> curve.Curve | None:
    """What the market said before, and the row's own figure among it."""
    points = said.get(one.id)
    if not points:
        return None
    mark = (date.fromisoformat(one.fields["date"]), float(one.fields["average"]))
    return curve.of(points, lambda figure: units.exact(units.decimal(f"{figure:.4f}")), mark)
