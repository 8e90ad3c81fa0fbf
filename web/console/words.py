"""Words of the same meaning: what a farmer says, and what articles call it."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import clock, db
from knowledge.desk import words
from knowledge.models.staff import COUNTY
from knowledge.refusal import Refused
from knowledge.staff import access
from web.console.guard import actor
from web.console.shown import Nav

NAV = Nav(34, "同义词", "console.words", COUNTY)
_MOST = 40
Page = str | Response


def add_to(routes: Blueprint) -> None:
    """The list, and what can be done to a word."""

    @routes.get("/words")
    def words() -> Page:
        return _listed(request.args.get("wanted", ""))

    @routes.post("/words/add")
    def add_word() -> Page:
        return _changed(_add)

    @routes.post("/words/remove")
    def remove_word() -> Page:
        return _changed(_remove)


def _listed(wanted: str, why: str = "") -> Page:
    wanted, after = wanted.strip()[:_MOST], max(0, request.args.get("after", 0, type=int))
    with db.current().reading() as session:
        found, of = words.page(session, actor(), wanted, after)
    following = after + len(found) if after + len(found) < of else None
    return render_template(
        "console/words.html", wanted=wanted, found=found, following=following, why=why, typed=request.form
    )


def _changed(deed: Callable[[], str]) -> Page:
    """Does it and shows the list again; a refusal stands there with what was typed."""
    access.require(actor(), COUNTY)
    wanted = request.form.get("wanted", "")
    try:
        said = deed()
    except Refused as fault:
        return _listed(wanted, str(fault))
    flash(said, "done")
    return redirect(url_for("console.words", wanted=wanted or None))


def _typed(field: str) -> str:
    return request.form.get(field, "").strip()[:_MOST]


def _add() -> str:
    with db.current().writing() as session:
        said = words.add(session, actor(), _typed("known"), _typed("word"), clock.current().now())
    return f"已加，从下一条消息起就算数。现在一个意思的有：{said}。"


def _remove() -> str:
    with db.current().writing() as session:
        words.remove(session, actor(), _typed("known"), _typed("word"), clock.current().now())
    return f"已删：「{_typed('word')}」不再当「{_typed('known')}」，从下一条消息起就算数。"
