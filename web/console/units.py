"""承办单位: whom reports go to, for what and where, and the terms of each class."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import clock, db
from knowledge.reports import units
from web.console.guard import actor

Page = str | Response


def add_to(routes: Blueprint) -> None:
    """The lists, and what county staff change in them."""

    @routes.get("/reports/units")
    def units() -> Page:
        return _listed()

    @routes.post("/reports/units/put")
    def put_unit() -> Page:
        return _put()

    @routes.post("/reports/units/<int:number>/remove")
    def remove_unit(number: int) -> Page:
        return _removed(number)

    @routes.post("/reports/classes/<key>")
    def set_report_clock(key: str) -> Page:
        return _clock_set(key)


def _listed() -> Page:
    with db.current().reading() as session:
        everything, kinds, areas = units.everything(session), units.kinds(session), units.areas(session, actor())
    return render_template("console/units.html", units=everything, kinds=kinds, areas=areas)


def _put() -> Page:
    name, region, phone, subjects = (request.form.get(each, "") for each in ("name", "region", "phone", "subjects"))
    number, now = request.form.get("number", 0, type=int), clock.current().now()
    with db.current().writing(changes_answers=False) as session:
        units.put(session, actor(), number, name, region, phone, subjects, now)
    return _back("已存，以后的诉求按这个分派。")


def _removed(number: int) -> Page:
    with db.current().writing(changes_answers=False) as session:
        units.remove(session, actor(), number, clock.current().now())
    return _back("已删。")


def _clock_set(key: str) -> Page:
    figure, longest = (request.form.get(name, -1, type=int) for name in ("figure", "longest"))
    with db.current().writing(changes_answers=False) as session:
        units.set_clock(session, actor(), key, figure, longest, clock.current().now())
    return _back("期限已改，对以后收到的诉求有效。")


def _back(said: str) -> Response:
    flash(said, "done")
    return redirect(url_for("console.units"))
