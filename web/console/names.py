"""Names: what sources write and nobody knows, what the catalogues hold, what farmers call it besides."""

from collections.abc import Callable

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import aliases, clock, db
from knowledge.db import Session
from knowledge.desk import names
from knowledge.models.staff import COUNTY
from knowledge.night.names import IN_WORDS
from knowledge.refusal import Refused
from knowledge.staff import access
from knowledge.staff.access import Actor
from web.console.guard import actor
from web.console.held import terms
from web.console.shown import Nav
from web.console.waiting import Waiting

NAV = Nav(33, "名称", "console.names", COUNTY)
# Where the application keeps what tells words of every day.
EVERYDAY = "TIANXUN_EVERYDAY"
_MOST = 40
Page = str | Response


def waits(session: Session, actor: Actor) -> list[Waiting]:
    """Names that nobody knows."""
    return [Waiting("个名称不认识", len(names.unknown(session, actor)), NAV.endpoint)] if actor.is_county else []


def add_to(routes: Blueprint) -> None:
    """The list, and what can be done to a name."""

    @routes.get("/names")
    def names() -> Page:
        return _listed(request.args.get("kind", ""), request.args.get("wanted", ""))

    @routes.post("/names/add")
    def add_name() -> Page:
        return _changed(_add)

    @routes.post("/names/remove")
    def remove_name() -> Page:
        return _changed(_remove)

    @routes.post("/names/settle")
    def settle_name() -> Page:
        return _changed(_settle)


def _listed(kind: str, wanted: str, why: str = "") -> Page:
    kind = kind if kind in aliases.TABLES else aliases.COMMODITY
    wanted = wanted.strip()[:_MOST]
    with db.current().reading() as session:
        found = names.page(session, actor(), kind, wanted, request.args.get("after", 0, type=int))
        unknown = names.unknown(session, actor())
    return render_template(
        "console/names.html",
        kind=kind,
        kinds=tuple(aliases.TABLES),
        wanted=wanted,
        found=found,
        more=len(found) == names.A_PAGE,
        unknown=unknown,
        in_words=IN_WORDS,
        why=why,
        typed=request.form,
        commodity=aliases.COMMODITY,
    )


def _changed(deed: Callable[[], str]) -> Page:
    """Does it and shows the list again; a refusal stands there with what was typed."""
    access.require(actor(), COUNTY)
    kind, wanted = request.form.get("kind", ""), request.form.get("wanted", "")
    try:
        said = deed()
    except Refused as fault:
        return _listed(kind, wanted, str(fault))
    flash(said, "done")
    return redirect(url_for("console.names", kind=kind or None, wanted=wanted or None))


def _typed(field: str) -> str:
    return request.form.get(field, "").strip()[:_MOST]


def _kind() -> str:
    kind = request.form.get("kind", "")
    if kind not in aliases.TABLES:
        raise Refused("请选是品种、病虫、市场还是工种。")
    return kind


def _add() -> str:
    everyday = current_app.config[EVERYDAY]
    if everyday is None:
        raise Refused("这里加不了叫法，请用命令 flask alias add。")
    weak, now = bool(request.form.get("weak")), clock.current().now()
    with db.current().writing() as session:
        owner = names.add(session, actor(), _kind(), _typed("name"), _typed("alias"), weak, everyday, now)
    return f"已加：「{owner}」也叫「{_typed('alias')}」，从下一条消息起就算数。"


def _remove() -> str:
    with db.current().writing() as session:
        owner = names.remove(session, actor(), _kind(), _typed("name"), _typed("alias"), clock.current().now())
    return f"已删：「{owner}」不再叫「{_typed('alias')}」。"


def _settle() -> str:
    sort, written, meant = request.form.get("sort", ""), request.form.get("written", ""), _typed("meant")
    if sort not in IN_WORDS:
        raise Refused("请选是品种、市场还是单位。")
    if not meant and not request.form.get("own"):
        raise Refused(f"请写「{written}」就是哪个{IN_WORDS[sort]}。")
    with db.current().writing() as session:
        report = names.settle(session, actor(), sort, written, "" if request.form.get("own") else meant, terms())
    return f"已记下「{written}」；等着的价格新增 {report.new}，还待核 {report.held}。"
