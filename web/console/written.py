"""The form that articles and notices are written in, and what it becomes on a phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import flash, render_template, request
from markupsafe import Markup
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField

from actions import as_sent, fit
from knowledge import catalogue, clock, db
from knowledge.editions import fields, likeness, personal, presence
from knowledge.editions.access import access_edition
from knowledge.editions.fields import NOTICE, Fields, Unfit
from knowledge.editions.likeness import Near
from knowledge.models.region import significant, within
from knowledge.refusal import Refused
from web.console.guard import actor
from web.console.shown import Form

# Stands for whoever will sign last.
NOBODY_YET = "〔审核人〕"
_HOUR = "%Y-%m-%dT%H:%M"
_MOST_ASKED = 200
CATEGORIES = {
    fields.ARTICLE: ("栽培", "病虫害", "施肥", "养殖", "畜禽病", "水产", "贮藏", "其他"),
    NOTICE: ("通知", fields.POLICY, "气象", "病虫预报", "公示", "其他"),
}


class Writing(Form):
    """What both kinds have."""

    title = StringField("标题")
    category = StringField("类别")
    region = SelectField("地方", validate_choice=False)
    date = StringField("日期")
    valid_to = StringField("有效到（过了这天就不再答；一直有效就空着）")
    body = TextAreaField("正文")
    office_phone = BooleanField("里面的手机号是办公用的，可以公开")
    publish_at = StringField("到时候再发布（签完就发，就空着）")
    anyway = BooleanField("看过了，不是同一篇，照样保存")
    # Only for the preview, and never kept.
    asked = StringField("农户怎么问（不填就按标题）")
    revision = HiddenField()


class ArticleForm(Writing):
    """An article."""

    crops = StringField("作物（几样用、隔开）")
    problems = StringField("病虫草害（几样用、隔开）")
    source = StringField("来源")


class NoticeForm(Writing):
    """A notice or a policy."""

    publisher = StringField("发布单位")
    document_no = StringField("文号")
    valid_from = StringField("从哪天起有效")
    valid_to = StringField("有效到（过了这天，答的时候先说「已过期」）")


@contextmanager
def telling() -> Iterator[None]:
    """What is refused within the block is said on the page that follows: browsers do not tell where they came from."""
    try:
        yield
    except Refused as fault:
        flash(str(fault), "refused")


def form_of(
    kind: str,
    held: Fields | None = None,
    publish_at: datetime | None = None,
    revision: int = 0,
    start: dict[str, str] | None = None,
) -> Writing:
    """The form with what was typed, else with what the edition holds, else with what a new piece starts from."""
    begun: dict[str, Any] = {"date": clock.current().today().isoformat(), **(start or {})}
    if held is not None:
        begun = fields.as_typed(held)
    if publish_at is not None:
        begun["publish_at"] = clock.local(publish_at).strftime(_HOUR)
    form = (NoticeForm if kind == NOTICE else ArticleForm)(data={**begun, "revision": revision})
    form.region.choices = divisions()
    return form


def read(kind: str, form: Writing) -> Fields:
    """What was typed, fit to be kept; raises Unfit."""
    with db.current().reading() as session:
        return fields.checked(kind, form.data, actor(), catalogue.current(session))


def hour(form: Writing) -> datetime | None:
    """When it is to be published; None for at once. Raises Unfit."""
    typed = (form.publish_at.data or "").strip()
    if not typed:
        return None
    try:
        at = datetime.fromisoformat(typed).replace(tzinfo=clock.SHANGHAI)
        # The ends of the calendar lie outside it in another time zone.
        return clock.local(at.astimezone(UTC))
    except (ValueError, OverflowError):
        raise Unfit("publish_at", f"「{typed}」不是时间，应如 2026-12-01T08:00。") from None


def refuse(form: Writing, fault: Unfit) -> None:
    """Shows the fault at its field."""
    getattr(form, fault.field).errors = [str(fault)]


def alike(kind: str, said: Fields, row_id: int | None, before: Fields | None = None) -> list[Near]:
    """What is there already and looks the same; nothing where title and text are as `before`."""
    if before is not None and all(before[name] == said[name] for name in ("title", "body")):
        return []
    with db.current().reading() as session:
        return likeness.near(session, kind, said, row_id)


def on_the_phone(kind: str, said: Fields, row_id: int, reviewer: str = NOBODY_YET, asked: str = "") -> Markup:
    """The bubbles that a farmer sees who asks this, else by its title; HTML in which all text is escaped."""
    row = fields.as_row(kind, said, row_id, reviewer)
    parts = fields.as_parts(kind, row)
    with db.current().reading() as session:
        names, now = catalogue.current(session), clock.current().now()
        pages = as_sent.preview(row, parts, asked or row.title, names, now, session)
    sizes = [fit.size(page) for page in pages]
    numbers = [] if said.get("office_phone") else personal.phones(fields.texts(said))
    shown = {"pages": list(zip(pages, sizes, strict=True)), "numbers": numbers}
    return Markup(render_template("console/phone.html", **shown))  # noqa: S704 - the template escapes what it is given


def previewed(kind: str, form: Writing, row_id: int = 0) -> Markup:
    """What is typed so far, on the phone."""
    asked = (form.asked.data or "").strip()[:_MOST_ASKED]
    return on_the_phone(kind, fields.sketched(kind, form.data, clock.current().today()), row_id, asked=asked)


def beside() -> list[str]:
    """Notes that the actor is writing in the edition that the form names; who else is."""
    number, now = request.form.get("edition", type=int), clock.current().now()
    if not number:
        return []
    with db.current().reading() as session:
        access_edition(session, actor(), number)
        is_due, others = presence.is_due(session, number, actor(), now), presence.others(session, number, actor(), now)
    if is_due:
        with db.current().writing(changes_answers=False) as session:
            presence.note(session, number, actor(), now)
    return others


def divisions() -> list[tuple[str, str]]:
    """The divisions that the actor may write for, each with its name."""
    with db.current().reading() as session:
        places = catalogue.current(session).places
    mine = sorted(code for code in places.names if within(code, actor().region_code))
    whole = [(actor().region_code, "全县")] if actor().is_county else []
    return whole + [(code, places.path(code)) for code in mine if len(significant(code)) >= 9]
