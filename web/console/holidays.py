"""放假安排: the days that are not what their weekday says."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import clock, db, working_days
from knowledge.models.staff import COUNTY
from knowledge.refusal import Refused
from knowledge.reports import holidays as kept
from knowledge.staff import access
from web.console.guard import actor

Page = str | Response


def add_to(routes: Blueprint) -> None:
    """One year's days, and what changes them; a change moves what is due."""

    @routes.get("/reports/holidays")
    def holidays() -> str:
        access.require(actor(), COUNTY)
        today = clock.current().today()
        year = max(today.year - 1, min(request.args.get("year", today.year, type=int), today.year + 1))
        with db.current().reading() as session:
            days, known = kept.of_year(session, year), working_days.read(session).is_announced(year)
        years = range(today.year - 1, today.year + 2)
        return render_template("console/holidays.html", days=days, year=year, years=years, known=known)

    @routes.post("/reports/holidays/put")
    def put_holiday() -> Page:
        access.require(actor(), COUNTY)
        day, kind = _day(), request.form.get("kind", "")
        with db.current().writing() as session:
            moved = kept.put(
                session, actor(), day, kind == "working", request.form.get("name", ""), clock.current().now()
            )
        return _back(day, moved)

    @routes.post("/reports/holidays/remove")
    def remove_holiday() -> Page:
        access.require(actor(), COUNTY)
        day = _day()
        with db.current().writing() as session:
            moved = kept.remove(session, actor(), day, clock.current().now())
        return _back(day, moved)


def _day() -> date:
    try:
        return date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        raise Refused("请选日期。") from None


def _back(day: date, moved: int) -> Response:
    flash(f"已存。{moved} 件诉求的期限跟着改了。", "done")
    return redirect(url_for("console.holidays", year=day.year))
