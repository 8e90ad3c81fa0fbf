"""Public prices that turn out wrong: found by product, market and day, and put right."""

from datetime import date, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import clock, db
from knowledge.desk import published
from knowledge.models.staff import TOWNSHIP
from knowledge.refusal import Refused
from knowledge.staff import access
from web.console.guard import actor
from web.console.right_figures import RightFigures
from web.console.shown import Nav

NAV = Nav(31, "改价格", "console.quotes", TOWNSHIP)
Page = str | Response


def add_to(routes: Blueprint) -> None:
    """The search, and one quote."""

    @routes.get("/quotes")
    def quotes() -> Page:
        return _found()

    @routes.route("/quotes/<int:number>", methods=["GET", "POST"])
    def quote(number: int) -> Page:
        return _one(number, RightFigures())


def _found() -> Page:
    access.require(actor(), TOWNSHIP)
    commodity, market, day = (request.args.get(name, "").strip() for name in ("commodity", "market", "day"))
    found, why = [], ""
    if commodity:
        try:
            with db.current().reading() as session:
                found = published.find(session, actor(), commodity, market, _day(day))
        except Refused as fault:
            why = str(fault)
    return render_template("console/quotes.html", found=found, commodity=commodity, market=market, day=day, why=why)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise Refused(f"「{written}」不是日期，应如 2026-11-20。") from None


def _one(number: int, form: RightFigures) -> Page:
    with db.current().reading() as session:
        one = published.access_quote(session, actor(), number)
        changes = published.history(session, number)
    if form.validate_on_submit():
        try:
            told = _change(number, form, clock.current().now())
        except Refused as fault:
            form.average.errors = [str(fault)]
        else:
            flash(f"已改。问过这个价的 {told} 人会收到更正。" if told else "已改。还没有人问过这个价。", "done")
            return redirect(url_for("console.quote", number=number))
    if not form.is_submitted():
        form.low.data, form.average.data, form.high.data = one.quote.low, one.quote.average, one.quote.high
    return render_template("console/quote.html", one=one, changes=changes, form=form)


def _change(number: int, form: RightFigures, now: datetime) -> int:
    figures = (form.low.data or "", form.average.data or "", form.high.data or "")
    with db.current().writing() as session:
        return published.change(session, actor(), number, figures, form.reason.data or "", now)
