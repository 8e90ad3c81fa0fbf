"""Job files."""

from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import units
from knowledge.imports import tables
from knowledge.imports.dates import end_of_day, offset_or_date, start_of_day
from knowledge.imports.names import Names
from knowledge.imports.report import Faults, Report
from knowledge.imports.rows import merge
from knowledge.imports.terms import Terms
from knowledge.models.job import Job
from knowledge.moderation import bans, rules
from knowledge.moderation.holding import hold
from knowledge.moderation.usual import Usual

COLUMNS = (
    "title", "employer", "place", "wage_low", "wage_high", "wage_unit", "headcount", "contact", "phone", "posted",
    "expires", "description", "source",
)  # fmt: skip
WAGE_UNITS = ("元/天", "元/月", "元/小时", "元/件", "元/斤", "元/亩", "元/年")
FUTURE = "发布日期在今天之后"


# Line, fields, and the days of posting and expiry.
Row = tuple[int, dict[str, str], date, date]


def read(path: Path, terms: Terms) -> list[Row]:
    """Every row of a job file; raises ImportRefused naming each one that cannot be read."""
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
            report.hold(f"第 {line} 行 {fields['title']}", FUTURE)
            continue
        key = {
            "employer": fields["employer"],
            "title": fields["title"],
            "place": fields["place"],
            "posted_at": start_of_day(posted),
        }
        values = {
            **{name: fields[name] for name in ("wage_unit", "contact", "phone", "description", "source")},
            "wage_low": _figure(fields["wage_low"]),
            "wage_high": _figure(fields["wage_high"]),
            "headcount": int(fields["headcount"]) if fields["headcount"] else None,
            "region_code": names.region(fields["place"]),
            "expires_at": end_of_day(expires),
            "status": "draft" if terms.draft else "approved",
            "held_for": _held_for(fields, usual) if terms.draft else "",
            "is_demo": terms.is_demo,
        }
        values |= hold(values, banned.why(fields["phone"], _text(fields)))
        merge(session, Job, key, values, run_id, report, terms.by_night or terms.draft)
    if found and terms.ends_samples:
        for job in session.scalars(select(Job).where(Job.is_demo)).all():
            session.delete(job)
    return report


def _held_for(fields: dict[str, str], usual: Usual) -> str:
    """The rules that speak against the job, for staff."""
    wage = fields["wage_high"] or fields["wage_low"]
    pay = usual.pay_over(wage, fields["wage_unit"])
    return rules.in_words(
        rules.held_for(rules.Post(rules.JOB, _text(fields), fields["employer"], fields["place"], pay))
    )


def _text(fields: dict[str, str]) -> str:
    return "，".join(fields[name] for name in ("title", "employer", "place", "contact", "description"))


def _checked(line: int, fields: dict[str, str], faults: Faults, offsets_from: date | None) -> tuple[date, date] | None:
    before = len(faults.found)
    for column in ("title", "employer", "place"):
        if not fields[column]:
            faults.add(line, column, "不能空着")
    if fields["wage_unit"] not in WAGE_UNITS:
        faults.add(line, "wage_unit", f"「{fields['wage_unit']}」不认识，可用：{'、'.join(WAGE_UNITS)}")
    for column in ("wage_low", "wage_high", "headcount"):
        try:
            if fields[column]:
                (int if column == "headcount" else units.decimal)(fields[column])
        except ValueError:
            faults.add(line, column, f"「{fields[column]}」不是数字")
    days = []
    for column in ("posted", "expires"):
        try:
            days.append(offset_or_date(fields[column], offsets_from))
        except ValueError:
            faults.add(line, column, f"「{fields[column]}」不是日期，应如 2026-11-20")
    return (days[0], days[1]) if len(faults.found) == before else None


def _figure(text: str) -> str:
    return units.exact(units.decimal(text)) if text else ""
