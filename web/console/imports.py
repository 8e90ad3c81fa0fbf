"""Bringing documents in: first what would happen, then the button that does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask_wtf.file import FileField
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Anything
from wtforms import SelectField, StringField
from wtforms.validators import Length

from knowledge import clock, db, settings
from knowledge.documents import written
from knowledge.imports import templates, uploads
from knowledge.imports.report import ImportRefused, Report
from knowledge.imports.run import NAMES, import_path
from knowledge.imports.uploads import Upload
from knowledge.models.staff import COUNTY
from knowledge.refusal import Refused
from knowledge.staff import access
from knowledge.staff.access import Actor, NotHere
from web.console.guard import COOKIE, actor
from web.console.shown import Form, Nav

NAV = Nav(60, "导入", "console.imports")
MOST_BYTES = 5_000_000
# The form's own words around the file.
_AROUND = 100_000
_TABLES = (".csv", ".xlsx", ".xls")
_SUFFIXES = {
    "articles": (".docx", ".md", ".jsonl"),
    "notices": (".jsonl",),
    "prices": _TABLES,
    "jobs": _TABLES,
    "trades": _TABLES,
}
# What anybody may bring in, as drafts; the others are published at once, and the county's.
_REVIEWED = ("articles", "notices")
# As many as are written while messages wait a second or two.
_MOST_ROWS = {"articles": 200, "notices": 500, "prices": 5_000, "jobs": 2_000, "trades": 2_000}
# Reading a file or a page may take many seconds: whoever sends many at once leaves threads for farmers' messages.
_ROOM = BoundedSemaphore(2)
Page = str | Anything


class Wanted(Form):
    """A file or an address, and what it is."""

    kind = SelectField("这是什么")
    file = FileField("文件")
    address = StringField("或者网址", [Length(max=2000)])


def add_to(routes: Blueprint) -> None:
    """The form with its trial, the import itself, and tables to fill in."""
    routes.before_request(_let_files_in)
    routes.register_error_handler(RequestEntityTooLarge, _too_large)

    @routes.route("/imports", methods=["GET", "POST"])
    def imports() -> Page:
        form = _form(actor())
        if form.validate_on_submit():
            try:
                with _room():
                    return _tried(form)
            except Refused as fault:
                form.file.errors = [str(fault)]
            except ImportRefused as fault:
                return _page(form, str(fault).split("\n"))
        return _page(form, [])

    @routes.post("/imports/<token>")
    def import_now(token: str) -> Page:
        with _room():
            return _done(uploads.access_upload(_data_dir(), actor(), token, _now()))

    @routes.get("/imports/<any(prices, jobs, trades):kind>.xlsx")
    def import_template(kind: str) -> Response:
        access.require(actor(), COUNTY)
        named = {"Content-Disposition": f"attachment; filename={kind}.xlsx"}
        return Response(templates.template(kind, clock.current().today()), mimetype=written.XLSX, headers=named)


@contextmanager
def _room() -> Iterator[None]:
    """One of the few places for reading in this process; raises Refused where all are taken."""
    if not _ROOM.acquire(blocking=False):
        raise Refused("现在有好几个文件正在读，请过半分钟再试。")
    try:
        yield
    finally:
        _ROOM.release()


def _let_files_in() -> None:
    """Only here, and only for who has been let in once, a request may be larger than elsewhere."""
    if request.endpoint == "console.imports" and session.get(COOKIE):
        request.max_content_length = MOST_BYTES + _AROUND


def _too_large(_fault: Exception) -> tuple[str, int]:
    return render_template("console/too_large.html", most=MOST_BYTES // 1_000_000), 413


def _kinds(member: Actor) -> list[str]:
    return [kind for kind in _SUFFIXES if member.is_county or kind in _REVIEWED]


def _form(member: Actor) -> Wanted:
    form = Wanted()
    form.kind.choices = [(kind, f"{NAMES[kind]}（{'、'.join(_SUFFIXES[kind])}）") for kind in _kinds(member)]
    return form


def _page(form: Wanted, faults: list[str]) -> str:
    kept = templates.KINDS if actor().is_county else ()
    return render_template("console/imports.html", form=form, faults=faults, templates=kept, names=NAMES)


def _tried(form: Wanted) -> str:
    """What would happen; the file waits for the button only if anything would."""
    waiting = _arrived(form)
    try:
        report = _run(waiting, dry_run=True)
    except ImportRefused:
        uploads.forget(waiting)
        raise
    shown: dict[str, Any] = {"report": report, "upload": waiting, "name": NAMES[waiting.kind]}
    return render_template("console/import_trial.html", **shown, drafts=waiting.kind in _REVIEWED)


def _arrived(form: Wanted) -> Upload:
    """The file, or the page at the address, kept for its sender; raises Refused and ImportRefused."""
    kind, sent, address = str(form.kind.data), form.file.data, (form.address.data or "").strip()
    if bool(sent) == bool(address):
        raise Refused("选一个文件，或者填一个网址，只要一样。")
    if address:
        return _fetched(kind, address)
    name = uploads.plain_name(sent.filename or "")
    if not name.endswith(_SUFFIXES[kind]):
        wanted = f"{NAMES[kind]}应是 {'、'.join(_SUFFIXES[kind])} 文件，选的是「{name}」。"
        raise Refused(wanted + "看看上面「这是什么」选对了没有。")
    body = sent.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise Refused(f"文件超过 {MOST_BYTES // 1_000_000} MB，请分成几个。")
    return uploads.keep(_data_dir(), actor(), kind, name, body, _now())


def _fetched(kind: str, address: str) -> Upload:
    # Not at the top: what reads pages is heavy, and few need it.
    from knowledge.sources import pasted

    with uploads.arriving(_data_dir()) as folder:
        path = pasted.saved(address, kind, folder, settings.current().public_url, clock.current())
        return uploads.keep(_data_dir(), actor(), kind, path.name, path.read_bytes(), _now(), address)


def _done(waiting: Upload) -> Page:
    """The import itself; a right that was lost since the trial counts."""
    if waiting.kind not in _kinds(actor()):
        raise NotHere
    try:
        report = _run(waiting, dry_run=False)
    except ImportRefused as fault:
        return _page(_form(actor()), str(fault).split("\n"))
    finally:
        uploads.forget(waiting)
    flash(_said(waiting, report), "done")
    return redirect(url_for("console.imports"))


def _run(waiting: Upload, *, dry_run: bool) -> Report:
    draft = waiting.kind in _REVIEWED
    return import_path(
        db.current(), clock.current(), waiting.kind, waiting.path,
        draft=draft, dry_run=dry_run, actor=actor(), origin=waiting.origin, most_rows=_MOST_ROWS[waiting.kind],
    )  # fmt: skip


def _said(waiting: Upload, report: Report) -> str:
    counts = f"新增 {report.new}，更新 {report.changed}，相同 {report.same}，待核实 {report.held}"
    after = "都是草稿，审核通过农户才看得到：到「文章通知」打开，点「改这一篇」看过、保存、送审。"
    waits = "待核实的到「待核价格」里改或放行。" if report.held and waiting.kind == "prices" else ""
    return f"导入好了：{counts}。" + (after if waiting.kind in _REVIEWED else waits)


def _data_dir() -> Path:
    return settings.current().data_dir


def _now() -> datetime:
    return clock.current().now()
