"""One report: its clock and steps, and all that staff can do with it."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Length

from knowledge import clock, db
from knowledge.db import Session
from knowledge.models.report import ANSWERED, OPEN, REPLIED, Report
from knowledge.models.staff import TOWNSHIP
from knowledge.refusal import Refused
from knowledge.reports import filing, handling, identity, joining, nameless, queue, replying, rights, steps, units
from knowledge.reports.identity import Identity
from knowledge.staff import access
from knowledge.staff.access import NotHere
from web.console.guard import actor
from web.console.shown import Form

Page = str | Response
Deed = Callable[[Session, int], str]
STATES = {OPEN: "在办", REPLIED: "答复等审核", ANSWERED: "已答复"}


class Reply(Form):
    """The unit's reply in its own words."""

    text = TextAreaField("答复（审核后发给每个反映的人）", [Length(max=2000, message="最多 2000 字。")])


def add_to(routes: Blueprint) -> None:
    """The page, and one address for each deed."""

    @routes.get("/reports/<int:number>")
    def report(number: int) -> Page:
        return _shown(number, Reply())

    @routes.post("/reports/<int:number>/reporter")
    def reporter(number: int) -> Page:
        with db.current().writing(changes_answers=False) as session:
            found = identity.show(session, actor(), number, clock.current().now())
        return _shown(number, Reply(), found)

    @routes.post("/reports/<int:number>/reply")
    def reply_report(number: int) -> Page:
        form = Reply()
        try:
            return _do(number, lambda session, one: _replied(session, one, form.text.data or ""))
        except Refused as fault:
            form.validate()
            form.text.errors = [str(fault)]
            return _shown(number, form)

    for name, deed in _DEEDS.items():
        routes.add_url_rule(
            f"/reports/<int:number>/{name}",
            f"{name}_report",
            lambda number, deed=deed: _do(number, deed),
            methods=["POST"],
        )


def _do(number: int, deed: Deed) -> Page:
    """A deed on a report that the actor sees; a refusal is said on the page that it came from."""
    with db.current().writing() as session:
        rights.access_report(session, actor(), number)
        said = deed(session, number)
    flash(said, "done")
    return redirect(url_for("console.report", number=number))


def _replied(session: Session, number: int, text: str) -> str:
    replying.reply(session, actor(), number, text, clock.current().now())
    return "已交审核，审核的人同意后才发出去。"


def _assigned(session: Session, number: int) -> str:
    handling.assign(session, actor(), number, request.form.get("unit", 0, type=int), clock.current().now())
    return "已分派，期限不变。"


def _classified(session: Session, number: int) -> str:
    kind, reason = request.form.get("kind", ""), request.form.get("reason", "")
    handling.classify(session, actor(), number, kind, reason, clock.current().now())
    return "已改类别。"


def _extended(session: Session, number: int) -> str:
    days, reason = request.form.get("days", 0, type=int), request.form.get("reason", "")
    handling.extend(session, actor(), number, days, reason, clock.current().now())
    return "已延期，原因会告诉反映的人。"


def _informed(session: Session, number: int) -> str:
    people = handling.inform(session, actor(), number, request.form.get("words", ""), clock.current().now())
    return f"已记下，{people} 人会收到。"


def _reviewed(session: Session, number: int) -> str:
    if request.form.get("verdict") == "approve":
        public_words = request.form.get("public", "")
        people = replying.approve(session, actor(), number, clock.current().now(), public_words)
        return f"已答复，{people} 人会收到。"
    replying.send_back(session, actor(), number, request.form.get("reason", ""), clock.current().now())
    return "已退回重写。"


def _joined(session: Session, number: int) -> str:
    other = request.form.get("other", 0, type=int)
    access.require(actor(), TOWNSHIP)
    try:
        rights.access_report(session, actor(), other)
    except NotHere:
        raise Refused("没有这条诉求。") from None
    joining.join(session, actor(), number, other, clock.current().now())
    return "已合并，答一次都能收到。"


_DEEDS: dict[str, Deed] = {
    "assign": _assigned, "classify": _classified, "extend": _extended, "inform": _informed, "review": _reviewed,
    "join": _joined,
}  # fmt: skip


def _shown(number: int, form: Reply, found: Identity | None = None) -> Page:
    now = clock.current().now()
    with db.current().reading() as session:
        one = rights.access_report(session, actor(), number)
        (entry,) = queue.entries(session, [one], now)
        root = session.get(Report, one.joined_to) if one.joined_to else None
        parts = [part for part in steps.everyone(session, one) if part.id != one.id]
        return render_template(
            "console/report.html",
            entry=entry,
            one=one,
            root=root,
            parts=parts,
            states=STATES,
            form=form,
            identity=found,
            steps=steps.of(session, one.id),
            until=filing.due_words(session, entry.kind.clock, one.due_at),
            offered=joining.offered(session, actor(), one),
            units=units.everything(session),
            kinds=units.kinds(session),
            is_running=one.state != ANSWERED and root is None,
            public_words=nameless.quoted(one.words),
            may_decide=actor().is_at_least(TOWNSHIP),
            may_review=one.replied_by != actor().id,
        )
