"""Notice files."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import search
from knowledge.imports.dates import offset_or_date
from knowledge.imports.files import json_lines
from knowledge.imports.inside import Inside
from knowledge.imports.names import Names
from knowledge.imports.report import Faults, Report
from knowledge.imports.rows import merge
from knowledge.imports.terms import Terms
from knowledge.models.notice import Notice

NEEDED = ("title", "body", "publisher", "region", "category", "date")
KIND = "notice"
FUTURE = "日期在今天之后"


# Line and the notice's columns.
Row = tuple[int, dict[str, Any]]


def read(path: Path, terms: Terms) -> list[Row]:
    """Every notice of a file; raises ImportRefused naming each one that cannot be read."""
    faults = Faults(path)
    found = [(line, _checked(line, fields, faults, terms.offsets_from)) for line, fields in json_lines(path)]
    faults.refuse_if_any()
    return found


def write(session: Session, found: list[Row], terms: Terms, run_id: int | None) -> Report:
    """Stores the notices, findable at once, as part of the caller's transaction."""
    report = Report(read=len(found))
    inside = Inside(terms.actor, Names(session, report))
    if found and terms.ends_samples:
        _drop_demo(session)
    for line, notice in found:
        if notice["date"] > terms.today:
            report.hold(f"第 {line} 行 {notice['title']}", FUTURE)
            continue
        key = {name: notice[name] for name in ("publisher", "title", "date")}
        if terms.actor:
            inside.may_change(f"第 {line} 行", session.scalar(select(Notice).filter_by(**key)))
        values = {name: notice[name] for name in ("body", "category", "valid_from", "valid_to", "document_no")}
        values |= {
            "region_code": inside.region(f"第 {line} 行", notice["region"]),
            "status": "draft" if terms.draft else "published",
            "is_demo": terms.is_demo,
        }
        row = merge(session, Notice, key, values, run_id, report, terms.keeps_status, terms.keeps_status)
        if row is not None:
            publish(session, row)
    inside.refuse_if_any()
    return report


def publish(session: Session, notice: Notice) -> None:
    """Makes a published notice findable, and any other not."""
    if notice.status != "published":
        search.remove(session, KIND, notice.id)
        return
    search.index(session, KIND, notice.id, notice.title, [notice.category], [search.Section("", notice.body)])


def _drop_demo(session: Session) -> None:
    for notice in session.scalars(select(Notice).where(Notice.is_demo)).all():
        search.remove(session, KIND, notice.id)
        session.delete(notice)


def _checked(line: int, fields: dict[str, Any], faults: Faults, offsets_from: date | None) -> dict[str, Any]:
    for column in NEEDED:
        if column not in fields or (not str(fields[column]).strip() and column != "region"):
            faults.add(line, column, "缺少")
    notice: dict[str, Any] = {name: str(fields.get(name) or "").strip() for name in (*NEEDED, "document_no")}
    for column in ("date", "valid_from", "valid_to"):
        notice[column] = None
        if fields.get(column) not in (None, ""):
            try:
                notice[column] = offset_or_date(str(fields[column]), offsets_from)
            except ValueError:
                faults.add(line, column, f"「{fields[column]}」不是日期，应如 2026-11-20")
    return notice
