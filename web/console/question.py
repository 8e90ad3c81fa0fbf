"""One open question: its wordings, and all that staff can do with it."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from actions import fit
from knowledge import articles_told, clock, db, intents, labels, search
from knowledge.db import Session
from knowledge.models.article import Article
from knowledge.models.question import OPEN, OpenQuestion
from knowledge.questions import access_question, answering, grouping, queue, told
from knowledge.refusal import Refused
from knowledge.staff import accounts, audit
from knowledge.staff.access import NotHere
from web.console.guard import actor
from web.console.shown import Form

_ARTICLES = 8
Page = str | Response
Deed = Callable[[Session, int], str]


class Answer(Form):
    """The answer in the technician's own words."""

    text = TextAreaField("答复（发给所有问过的人）", [Length(max=2000, message="最多 2000 字。")])


class Reason(Form):
    """Why it is not answered."""

    reason = StringField("不答的原因", [Length(max=300)])


def add_to(routes: Blueprint) -> None:
    """The page, and one address for each deed."""

    @routes.get("/questions/<int:number>")
    def question(number: int) -> Page:
        return _shown(number, Answer(), Reason())

    @routes.post("/questions/<int:number>/answer")
    def answer_question(number: int) -> Page:
        form = Answer()
        return _try(number, form, form.text, _answered) or _shown(number, form, Reason())

    @routes.post("/questions/<int:number>/dismiss")
    def dismiss_question(number: int) -> Page:
        form = Reason()
        return _try(number, form, form.reason, _dismissed) or _shown(number, Answer(), form)

    @routes.post("/questions/<int:number>/preview")
    def preview_answer(number: int) -> str:
        with db.current().reading() as session:
            group = access_question(session, actor(), number)
        text = request.form.get("text", "")
        return render_template(
            "console/question_preview.html", pages=_on_the_phone(group, text) if text.strip() else []
        )

    @routes.post("/questions/<int:number>/article")
    def answer_by_article(number: int) -> Page:
        return _do(number, _by_article)

    @routes.post("/questions/<int:number>/assign")
    def assign_question(number: int) -> Page:
        return _do(number, _assigned)

    @routes.post("/questions/<int:number>/merge")
    def merge_question(number: int) -> Page:
        return _do(number, _merged)

    @routes.post("/questions/<int:number>/split")
    def split_question(number: int) -> Page:
        return _do(number, _taken_out)

    @routes.post("/questions/<int:number>/label")
    def label_question(number: int) -> Page:
        return _do(number, _labelled)


def _do(number: int, deed: Deed) -> Page:
    """A deed on a group that the actor sees; what refuses it is said on the page that it came from."""
    with db.current().writing(changes_answers=False) as session:
        root = access_question(session, actor(), number).id
        said = deed(session, root)
    flash(said, "done")
    return redirect(url_for("console.question", number=root))


def _try(number: int, form: Form, typed: StringField, deed: Callable[[Session, int, str], str]) -> Page | None:
    """A deed by a form; None where it is refused, and the form says why."""
    if form.validate_on_submit():
        try:
            return _do(number, lambda session, root: deed(session, root, typed.data or ""))
        except Refused as fault:
            typed.errors = [str(fault)]
    return None


def _answered(session: Session, root: int, text: str) -> str:
    people = answering.answer_with_text(session, actor(), root, text, clock.current().now())
    return f"已答复，{people} 人会收到。"


def _dismissed(session: Session, root: int, reason: str) -> str:
    answering.dismiss(session, actor(), root, reason, clock.current().now())
    return "已记下不答的原因。"


def _by_article(session: Session, root: int) -> str:
    number = request.form.get("article", 0, type=int)
    people = answering.answer_with_article(session, root, number, actor(), clock.current().now())
    return f"已用文章答复，{people} 人会收到。"


def _assigned(session: Session, root: int) -> str:
    name = request.form.get("name", "")
    answering.assign(session, actor(), root, name, clock.current().now())
    return f"已交给{name}。" if name else "已收回。"


def _merged(session: Session, root: int) -> str:
    try:
        other = access_question(session, actor(), request.form.get("other", 0, type=int))
    except NotHere:
        raise Refused("没有这个问题。") from None
    grouping.merge(session, actor(), other.id, root, clock.current().now())
    return "已合并，答一次都能收到。"


def _taken_out(session: Session, root: int) -> str:
    part = session.get(OpenQuestion, request.form.get("part", 0, type=int))
    if part is None or part.merged_into != root:
        raise Refused("这句话不在这个问题里。")
    grouping.split(session, actor(), part.id, clock.current().now())
    return "已拆开，成了单独的问题。"


def _labelled(session: Session, root: int) -> str:
    part = session.get(OpenQuestion, request.form.get("part", 0, type=int))
    if part is None or root not in (part.id, part.merged_into):
        raise Refused("这句话不在这个问题里。")
    now, meant = clock.current().now(), request.form.get("intent", "")
    label = labels.of_wording(part.text, meant)
    labels.add(session, label, now)
    audit.append(session, actor(), "标注", "意图", part.id, now, 意思=intents.name(meant), 原话=label.plain[:60])
    return f"已记下：这句话是「{intents.name(meant)}」。下次训练（flask train）时学会。"


def _shown(number: int, answer: Answer, reason: Reason) -> Page:
    words = request.args.get("words", "").strip()
    with db.current().reading() as session:
        group = access_question(session, actor(), number)
        entry = queue.entry_of(session, group)
        is_open = group.state == OPEN
        searched = request.args.get("article", "").strip() or group.text
        articles = _articles(session, searched, group.text) if is_open else []
        near = queue.near_by(session, actor(), group, words) if is_open else []
        staff = accounts.everyone(session)
        former = session.get(OpenQuestion, group.reopens) if group.reopens else None
        standing = None if is_open else told.standing(session, group.id, clock.current().now())
        decided = answering.decision_on(session, group.id)
    return render_template(
        "console/question.html", group=group, entry=entry, is_open=is_open, form=answer, reason=reason, near=near,
        articles=articles, staff=[one.name for one in staff if one.is_active], standing=standing,
        people={one.id: one.name for one in staff}, decided=decided, words=words, former=former,
        intents={**intents.NAMES, **intents.OF_TALK}, pages=_on_the_phone(group, answer.text.data or group.answer),
    )  # fmt: skip


def _articles(session: Session, words: str, asked: str) -> list[tuple[int, str, str]]:
    """Published articles on the words: number, title, and what would be sent."""
    today = clock.current().today()
    hits = search.find(session, words, kinds=(articles_told.KIND,), limit=_ARTICLES)
    found = [session.get_one(Article, hit.passage.row_id) for hit in hits]
    return [(one.id, one.title, answering.article_as_told(session, one, asked, today)) for one in found]


def _on_the_phone(group: OpenQuestion, answer: str) -> list[str]:
    """The message as it comes."""
    return fit.pages(f"{answering.BEFORE}\n{answering.as_told(group.text, answer.strip())}") if answer.strip() else []
