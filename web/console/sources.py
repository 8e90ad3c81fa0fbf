"""Where prices come from: each source's state and days, fetched at once, taken back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import clock, db, settings
from knowledge.desk import sources
from knowledge.models.staff import COUNTY
from knowledge.night import state
from knowledge.refusal import Refused
from web.console.guard import actor
from web.console.shown import Nav

NAV = Nav(32, "价格来源", "console.sources", COUNTY)
Page = str | Response
# A mark that is read without its colour, and what it means.
_CAME = {
    state.GOT: ("有", "有新的"),
    state.NOTHING: ("无", "抓了，没有新的"),
    state.NOT_GOT: ("败", "没成"),
    state.NOT_RUN: ("—", "没抓"),
}


def add_to(routes: Blueprint) -> None:
    """The list, one source, and what can be done to it."""

    @routes.get("/sources")
    def sources() -> Page:
        return _listed()

    @routes.get("/sources/<name>")
    def source(name: str) -> Page:
        return _one(name)

    @routes.post("/sources/<name>/fetch")
    def fetch_source(name: str) -> Page:
        return _fetch(name)

    @routes.post("/sources/recall/<int:number>")
    def recall_run(number: int) -> Page:
        return _recall(number)


def _listed() -> Page:
    with db.current().reading() as session:
        found = sources.listed(session, actor(), clock.current().today())
        titles, waiting = sources.titles(session), sources.waiting(session)
    return render_template(
        "console/sources.html", found=found, titles=titles, waiting=waiting, states=sources.STATES, came=_CAME
    )


def _one(name: str) -> Page:
    with db.current().reading() as session:
        runs = sources.runs(session, actor(), name)
        title, waiting = sources.titles(session).get(name, name), sources.waiting(session)
    return render_template(
        "console/source.html", name=name, title=title, runs=runs, waiting=waiting, states=sources.STATES
    )


def _fetch(name: str) -> Page:
    with db.current().writing(changes_answers=False) as session:
        sources.order(session, actor(), name, clock.current().now())
    flash("已排上队，几分钟内会去抓；抓完了在这里看结果。", "done")
    return redirect(url_for("console.source", name=name))


def _recall(number: int) -> Page:
    """First what would go, and with the reason the deed itself."""
    with db.current().reading() as session:
        run = sources.access_run(session, actor(), number)
        title = sources.titles(session).get(run.source, run.source)
    why, reason = "", request.form.get("reason", "")
    if request.form.get("sure"):
        try:
            done = sources.take_back(
                db.current(), settings.current().data_dir, actor(), run, reason, clock.current().now()
            )
        except Refused as fault:
            why = str(fault)
        else:
            flash(f"已撤回：{done}。", "done")
            return redirect(url_for("console.source", name=run.source))
    found = sources.would_take_back(db.current(), clock.current(), run)
    return render_template("console/recall.html", run=run, title=title, found=found, why=why, reason=reason)
