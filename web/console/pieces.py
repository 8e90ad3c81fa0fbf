"""The knowledge room: articles and notices by title, state and place; and a new one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import catalogue, clock, db, questions
from knowledge.editions import asked as ranking
from knowledge.editions import drafts, listed
from knowledge.editions.fields import ARTICLE, KIND_NAMES, Unfit
from knowledge.models.question import OpenQuestion
from knowledge.refusal import Refused
from knowledge.staff.access import NotHere
from knowledge.text import storable
from web.console import written
from web.console.guard import actor
from web.console.shown import Nav

NAV = Nav(20, "文章通知", "console.pieces")
Page = str | Response
_MOST_CHARACTERS = 200


def add_to(routes: Blueprint) -> None:
    """The list, and the form of a new piece."""

    @routes.get("/pieces")
    def pieces() -> str:
        wanted = {name: storable(request.args.get(name, "")) for name in ("q", "state", "region")}
        kind, before = known(request.args.get("kind", ARTICLE)), request.args.get("before", type=int)
        with db.current().reading() as session:
            found = listed.listed(session, actor(), kind, wanted["q"], wanted["state"], wanted["region"], before)
        return render_template(
            "console/pieces.html",
            found=found,
            asked=wanted,
            kind=kind,
            kinds=KIND_NAMES,
            states=listed.STATES,
            divisions=[("", "都要"), *written.divisions()],
            more=len(found) == listed.A_PAGE,
        )

    @routes.get("/pieces/asked")
    def asked() -> str:
        question = storable(request.args.get("q", "")).strip()[:_MOST_CHARACTERS]
        with db.current().reading() as session:
            names, today = catalogue.current(session), clock.current().today()
            found = ranking.ranked(session, question, names, today) if question else []
        marked = request.args.get("row", 0, type=int)
        return render_template("console/asked.html", question=question, found=found, marked=marked)

    @routes.route("/pieces/new/<kind>", methods=["GET", "POST"])
    def new_piece(kind: str) -> Page:
        group = _asked_for()
        form, near = written.form_of(known(kind), start=_begun(group) if group else None), []
        if form.is_submitted() and "show" not in request.form:
            try:
                said, at = written.read(kind, form), written.hour(form)
                near = [] if form.anyway.data else written.alike(kind, said, None)
                if not near:
                    now = clock.current().now()
                    with db.current().writing(changes_answers=False) as session:
                        made = drafts.begin(session, actor(), kind, said, at, now)
                        if group and kind == ARTICLE:
                            questions.begin_article(session, actor(), group.id, made.row_id, now)
                    flash("存为草稿了。看过没有问题，就送审。", "done")
                    return redirect(url_for("console.edition", number=made.id))
            except Unfit as fault:
                written.refuse(form, fault)
            except Refused as fault:
                form.body.errors = [str(fault)]
        return render_template("console/write.html", **_shown(kind, form), near=near, group=group)


def _asked_for() -> OpenQuestion | None:
    """The open question that the article is to answer; raises NotHere for one that is not the actor's."""
    number = request.args.get("question", type=int)
    if number is None:
        return None
    with db.current().reading() as session:
        return questions.access_question(session, actor(), number)


def _begun(group: OpenQuestion) -> dict[str, str]:
    """What the question says already of the article that will answer it."""
    named = questions.named_in(group.subject)
    return {
        "title": group.text[:60],
        "crops": "、".join(named.get("commodity", ())),
        "problems": "、".join(named.get("problem", ())),
        "asked": group.text[:_MOST_CHARACTERS],
    }


def known(kind: str) -> str:
    """The kind; raises NotHere for any other word."""
    if kind not in KIND_NAMES:
        raise NotHere
    return kind


def _shown(kind: str, form: written.Writing) -> dict[str, object]:
    return {
        "form": form, "kind": kind, "kind_name": KIND_NAMES[kind], "categories": written.CATEGORIES[kind],
        "preview": written.previewed(kind, form), "edition": None, "others": [], "theirs": None,
    }  # fmt: skip
