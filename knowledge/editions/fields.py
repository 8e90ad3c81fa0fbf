"""What an edition says: the fields of each kind, checked as they come in, and as columns of the piece's own row."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from knowledge.catalogue import Catalogue
from knowledge.editions import personal
from knowledge.imports import articles, notices
from knowledge.imports.files import read_date
from knowledge.models.article import Article
from knowledge.models.notice import Notice
from knowledge.models.passage import Part
from knowledge.refusal import Refused
from knowledge.search import Section
from knowledge.staff.access import Actor
from knowledge.text import storable, tokens

ARTICLE, NOTICE = articles.KIND, notices.KIND
TABLES: dict[str, type[Article] | type[Notice]] = {ARTICLE: Article, NOTICE: Notice}
KIND_NAMES = {ARTICLE: "文章", NOTICE: "通知"}
LABELS = {
    "title": "标题", "category": "类别", "crops": "作物", "problems": "病虫草害", "publisher": "发布单位",
    "document_no": "文号", "region": "地方", "source": "来源", "date": "日期", "valid_from": "从哪天起有效",
    "valid_to": "有效到", "body": "正文",
}  # fmt: skip
OF_KIND = {
    ARTICLE: ("title", "category", "crops", "problems", "region", "source", "date", "valid_to", "body"),
    NOTICE: (
        "title", "category", "publisher", "document_no", "region", "date", "valid_from", "valid_to", "body",
    ),
}  # fmt: skip
POLICY = "政策"
MOST_CHARACTERS = {"body": 20_000}
_MOST, _LISTS, _DAYS = 80, ("crops", "problems"), ("date", "valid_from", "valid_to")
_NEEDED = {"title", "category", "source", "publisher", "date", "body"}
# Free text, where numbers of persons may stand.
_TEXTS = ("title", "source", "publisher", "body")
Fields = dict[str, Any]


class Unfit(Refused):
    """A field cannot be as it is; `field` is its name."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def checked(kind: str, typed: Mapping[str, Any], actor: Actor, names: Catalogue) -> Fields:
    """The fields of this kind alone, fit to be kept as JSON; raises Unfit for the first that is not."""
    fields: Fields = {name: _read(name, str(typed.get(name) or "")) for name in OF_KIND[kind]}
    fields["office_phone"] = bool(typed.get("office_phone"))
    if not actor.covers(fields["region"] or None) or fields["region"] not in ("", *names.places.names):
        raise Unfit("region", "请选您管的地方。")
    if fields["valid_to"] and fields["valid_to"] < (fields.get("valid_from") or fields["date"]):
        raise Unfit("valid_to", "有效到的日子比开始的日子还早，请改一个。")
    for name in _TEXTS:
        if reason := personal.stops(fields.get(name, "")):
            raise Unfit(name, reason)
    return fields


def sketched(kind: str, typed: Mapping[str, Any], today: date) -> Fields:
    """The fields as far as they can be read, the others by their names: for a preview while somebody still writes."""
    found: Fields = {}
    for name in OF_KIND[kind]:
        try:
            found[name] = _read(name, str(typed.get(name) or ""))
        except Unfit:
            found[name] = (today.isoformat() if name == "date" else "") if name in _DAYS else f"〔{LABELS[name]}〕"
    return {**found, "office_phone": bool(typed.get("office_phone"))}


def division(fields: Fields, names: Catalogue) -> str:
    """The division code that decides who sees the edition."""
    return str(fields["region"] or names.home_region)


def texts(fields: Fields) -> str:
    """All free text of an edition."""
    return "\n".join(str(fields.get(name, "")) for name in _TEXTS)


def columns(kind: str, fields: Fields) -> dict[str, Any]:
    """The edition as columns of its row, phone numbers masked unless they are an office's."""
    values = {name: _column(name, fields[name]) for name in OF_KIND[kind] if name != "region"}
    if not fields.get("office_phone"):
        values |= {name: personal.masked(values[name]) for name in _TEXTS if name in values}
    return {**values, "region_code": fields["region"] or None}


def as_row(kind: str, fields: Fields, number: int = 0, reviewer: str = "〔审核人〕") -> Article | Notice:
    """A row that is in no store, for the preview."""
    if kind == NOTICE:
        return Notice(id=number, **columns(kind, fields))
    return Article(id=number, reviewer=reviewer, **columns(kind, fields))


def as_parts(kind: str, row: Article | Notice) -> list[Part]:
    """What the index would hold of the row, but for the names that it is on."""
    found = articles.sections(row.body) if kind == ARTICLE else []
    return [_part(kind, row, place, section) for place, section in enumerate(found)]


def _part(kind: str, row: Article | Notice, place: int, section: Section) -> Part:
    subject, body = (" ".join(tokens(text)) for text in (f"{row.title}\n{section.heading}", section.text))
    return Part(0, kind, row.id, place, row.title, section.heading, section.text, subject, body)


def of_row(kind: str, row: Article | Notice) -> Fields:
    """What a row that nobody wrote at the console says, as an edition's fields."""
    held: Fields = {name: getattr(row, name) for name in OF_KIND[kind] if name != "region"}
    fields = {name: value.isoformat() if isinstance(value, date) else value or "" for name, value in held.items()}
    lists = {name: held[name] for name in _LISTS if name in held}
    # What was imported with a number in it was published with it; one that comes in later is nobody's office yet.
    return {**fields, **lists, "region": row.region_code or "", "office_phone": bool(personal.phones(texts(fields)))}


def as_typed(fields: Fields) -> dict[str, Any]:
    """The fields as a form shows them."""
    return {name: "、".join(value) if isinstance(value, list) else value for name, value in fields.items()}


def _read(name: str, written: str) -> Any:
    text = storable(written.replace("\r\n", "\n")).strip()
    if not text and name in _NEEDED:
        raise Unfit(name, f"请填{LABELS[name]}。")
    most = MOST_CHARACTERS.get(name, _MOST)
    if len(text) > most:
        raise Unfit(name, f"{LABELS[name]}太长了，最多 {most} 个字。")
    if name in _LISTS:
        return [part for part in (each.strip() for each in re.split(r"[|、,，;；\s]+", text)) if part]
    if name in _DAYS and text:
        try:
            return read_date(text).isoformat()
        except ValueError:
            raise Unfit(name, f"「{text}」不是日期，应如 2026-11-20。") from None
    return text


def _column(name: str, value: Any) -> Any:
    if name in _DAYS:
        return date.fromisoformat(value) if value else None
    return value
