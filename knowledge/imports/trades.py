"""Trade files: goods on offer (供) and wanted (求)."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import units
from knowledge.imports import tables
from knowledge.imports.dates import end_of_day, offset_or_date, start_of_day
from knowledge.imports.names import Names
from knowledge.imports.report import Faults, Report
from knowledge.imports.rows import merge
from knowledge.imports.terms import Terms
from knowledge.models.trade import DEMAND, SUPPLY, TradePost
from knowledge.moderation import bans, rules
from knowledge.moderation.holding import hold
from knowledge.moderation.usual import Usual

COLUMNS = (
    "kind", "commodity", "quantity", "unit", "price", "price_unit", "place", "contact", "phone", "posted", "expires",
)  # fmt: skip
KINDS = {"供": SUPPLY, "求": DEMAND}
FUTURE = "发布日期在今天之后"


# Line, fields, and the days of posting and expiry.
Row = tuple[int, dict[str, str], date, date]


def read(path: Path, terms: Terms) -> list[Row]:
    """Every row of a trade file; raises ImportRefused naming each one that cannot be read."""
    faults = Faults(path)
    found: list[Row] = []
    for line, fields in tables.rows(path, COLUMNS):
        days = _checked(line, fields, faults, terms.offsets_from)
        if days:
            found.append((line, fields, *days))
    faults.refuse_if_any()
    return found


def write(session: Session, found: list[Row], terms: Terms, run_id: int | None) -> Report:
    """Stores the rows as part of the caller's transaction."""
    report = Report(read=len(found))
    names, usual, banned = Names(session, report), Usual(session, terms.today), bans.for_new_posts(session)
    for line, fields, posted, expires in found:
        if posted > terms.today:
            report.hold(f"第 {line} 行 {fields['commodity']}", FUTURE)
            continue
        key: dict[str, Any] = {
            "kind": KINDS[fields["kind"]],
            "commodity_id": names.commodity(fields["commodity"]),
            **{name: fields[name] for name in ("place", "contact", "phone")},
            "posted_at": start_of_day(posted),
        }
        values = {
            **{name: fields[name] for name in ("quantity", "unit", "price", "price_unit")},
            "region_code": names.region(fields["place"]),
            "expires_at": end_of_day(expires),
            "status": "draft" if terms.draft else "approved",
            "held_for": _held_for(fields, key["commodity_id"], usual) if terms.draft else "",
            "is_demo": terms.is_demo,
        }
        values |= hold(values, banned.why(fields["phone"], f"{fields['contact']}\n{fields['place']}"))
        merge(session, TradePost, key, values, run_id, report, terms.draft)
    if found and terms.ends_samples:
        for post in session.scalars(select(TradePost).where(TradePost.is_demo)).all():
            session.delete(post)
    return report


def _held_for(fields: dict[str, str], commodity_id: int, usual: Usual) -> str:
    """The rules that speak against the post, for staff."""
    text = "，".join(fields[name] for name in ("commodity", "quantity", "unit", "place", "contact"))
    over = usual.price_over(commodity_id, fields["price"], fields["price_unit"])
    return rules.in_words(rules.held_for(rules.Post(rules.TRADE, text, None, fields["place"], None, over)))


def _checked(line: int, fields: dict[str, str], faults: Faults, offsets_from: date | None) -> tuple[date, date] | None:
    before = len(faults.found)
    if fields["kind"] not in KINDS:
        faults.add(line, "kind", f"「{fields['kind']}」应是 供 或 求")
    if not fields["commodity"]:
        faults.add(line, "commodity", "不能空着")
    for column in ("quantity", "price"):
        try:
            if fields[column]:
                units.decimal(fields[column])
        except ValueError:
            faults.add(line, column, f"「{fields[column]}」不是数字")
    if fields["price"]:
        try:
            fields["price_unit"] = units.price_unit(fields["price_unit"])
        except units.UnknownUnit as fault:
            faults.add(line, "price_unit", str(fault))
    days = []
    for column in ("posted", "expires"):
        try:
            days.append(offset_or_date(fields[column], offsets_from))
        except ValueError:
            faults.add(line, column, f"「{fields[column]}」不是日期，应如 2026-11-20")
    return (days[0], days[1]) if len(faults.found) == before else None
