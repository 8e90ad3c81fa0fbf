"""One piece: written, looked at as a phone shows it, its editions side by side."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import clock, db
from knowledge.editions import comparing, drafts, fields, listed, presence, publishing, review
from knowledge.editions.access import access_edition, access_piece, piece_of
from knowledge.editions.fields import KIND_NAMES, Unfit
from knowledge.models.edition import DRAFT, Edition
from knowledge.models.staff import Staff
from knowledge.refusal import Refused
from knowledge.staff.access import NotHere
from web.console import written
from web.console.guard import actor
from web.console.pieces import known

Page = str | Response
STATES = {**listed.STATES, "superseded": "旧版", "archived": "不用了"}


def add_to(routes: Blueprint) -> None:
    """What can be seen of a piece and its editions, and done to them by who writes."""

    @routes.post("/pieces/preview/<kind>")
    def preview_piece(kind: str) -> str:
        others = written.beside()
        shown = written.previewed(known(kind), written.form_of(kind), request.form.get("row", 0, type=int))
        return render_template("console/previewed.html", others=others, shown=shown)

    @routes.get("/pieces/<kind>/<int:row_id>")
    def piece(kind: str, row_id: int) -> str:
        with db.current().reading() as session:
            row = access_piece(session, actor(), kind, row_id)
            history = [each for each in drafts.editions(session, kind, row_id) if actor().covers(each.region_code)]
        shown = written.on_the_phone(kind, fields.of_row(kind, row), row_id, getattr(row, "reviewer", ""))
        return render_template(
            "console/piece.html", row=row, kind=kind, kind_name=KIND_NAMES[kind], history=history, shown=shown,
            states=STATES, row_states=listed.STATES,
        )  # fmt: skip

    @routes.post("/pieces/<kind>/<int:row_id>/write")
    def rewrite_piece(kind: str, row_id: int) -> Page:
        with db.current().writing(changes_answers=False) as session:
            number = drafts.renew(session, actor(), known(kind), row_id, clock.current().now()).id
        return redirect(url_for("console.write_edition", number=number))

    @routes.post("/pieces/<kind>/<int:row_id>/archive")
    def archive_piece(kind: str, row_id: int) -> Page:
        with written.telling():
            with db.current().writing() as session:
                publishing.take_down(session, actor(), known(kind), row_id, clock.current().now())
            flash("已下线，农户问不到了。", "done")
        return redirect(url_for("console.piece", kind=kind, row_id=row_id))

    @routes.route("/editions/<int:number>/write", methods=["GET", "POST"])
    def write_edition(number: int) -> Page:
        return _write(number)

    @routes.get("/editions/<int:number>/compare")
    def compare_editions(number: int) -> str:
        with db.current().reading() as session:
            newer = access_edition(session, actor(), number)
            older = _older(drafts.editions(session, newer.kind, newer.row_id), newer)
        differing = comparing.compared(newer.kind, older.fields, newer.fields)
        return render_template("console/compare.html", newer=newer, older=older, differing=differing)

    @routes.post("/editions/<int:number>/restore")
    def restore_edition(number: int) -> Page:
        with written.telling():
            with db.current().writing(changes_answers=False) as session:
                number = drafts.restore(session, actor(), number, clock.current().now()).id
            flash("照这一版开了新草稿，送审、签完以后才发布。", "done")
        return redirect(url_for("console.edition", number=number))

    @routes.post("/editions/<int:number>/drop")
    def drop_edition(number: int) -> Page:
        with written.telling():
            with db.current().writing(changes_answers=False) as session:
                drafts.drop(session, actor(), number, clock.current().now())
            flash("这份草稿作废了。", "done")
        return redirect(url_for("console.edition", number=number))

    @routes.get("/editions/<int:number>")
    def edition(number: int) -> str:
        with db.current().reading() as session:
            found = access_edition(session, actor(), number)
            signed = review.signatures(session, [found])[number]
            row = piece_of(session, found)
            began = session.get(Staff, found.made_by) if found.made_by else None
            context = {
                "writer": began.name if began else "",
                "history": [e for e in drafts.editions(session, found.kind, row.id) if actor().covers(e.region_code)],
                "remarks": review.remarks(session, found),
                "step": review.next_steps(session, [found])[number],
                "may_withdraw": review.may_withdraw(session, actor(), found),
                "why_not": review.why_not(session, actor(), found),
            }
        shown = written.on_the_phone(
            found.kind, found.fields, row.id, signed[-1].staff_name if signed else "〔审核人〕"
        )
        return render_template(
            "console/edition.html", edition=found, row=row, kind_name=KIND_NAMES[found.kind], shown=shown,
            signed=signed, states=STATES, labels=fields.LABELS, order=fields.OF_KIND[found.kind], **context,
        )  # fmt: skip


def _older(history: list[Edition], newer: Edition) -> Edition:
    """The edition asked for by its number in the history, else the one before."""
    wanted = request.args.get("with", newer.number - 1, type=int)
    for each in history:
        if each.number == wanted and actor().covers(each.region_code):
            return each
    raise NotHere


def _write(number: int) -> Page:
    now, theirs, near = clock.current().now(), None, []
    with db.current().reading() as session:
        held = access_edition(session, actor(), number)
        others = presence.others(session, number, actor(), now)
    if request.method == "GET" and held.state != DRAFT:
        return redirect(url_for("console.edition", number=number))
    form = written.form_of(held.kind, held.fields, held.publish_at, held.revision)
    if form.is_submitted() and "show" not in request.form:
        try:
            said, at = written.read(held.kind, form), written.hour(form)
            near = [] if form.anyway.data else written.alike(held.kind, said, held.row_id, held.fields)
            if not near:
                with db.current().writing(changes_answers=False) as session:
                    drafts.save(session, actor(), number, request.form.get("revision", 0, type=int), said, at, now)
                flash("存好了。", "done")
                return redirect(url_for("console.edition", number=number))
        except drafts.Overtaken as fault:
            theirs = comparing.compared(held.kind, fault.edition.fields, said)
            # Who saves once more has seen the other's change.
            form.revision.data = str(fault.edition.revision)
            form.body.errors = [str(fault)]
        except Unfit as fault:
            written.refuse(form, fault)
        except Refused as fault:
            form.body.errors = [str(fault)]
    return render_template(
        "console/write.html", form=form, kind=held.kind, kind_name=KIND_NAMES[held.kind], edition=held, theirs=theirs,
        categories=written.CATEGORIES[held.kind], preview=written.previewed(held.kind, form, held.row_id),
        others=others, near=near,
    )  # fmt: skip
