"""Price files: read all of it first, hold what cannot be believed, write the rest in one transaction."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from knowledge import price_gates, units
from knowledge.imports.dates import offset_or_date
from knowledge.imports.files import csv_rows
from knowledge.imports.names import Names
from knowledge.imports.report import Faults, Report
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.price import HeldQuote, Quote, QuoteChange, Series

COLUMNS = (
    "date", "market", "region", "commodity", "variety", "grade", "low", "high", "average", "unit", "source",
)  # fmt: skip

SeriesKey = tuple[int, int, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row that could be read."""

    line: int
    day: date
    fields: dict[str, str]
    low: Decimal | None
    high: Decimal | None
    average: Decimal

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two rows the same quote."""
        f = self.fields
        return (self.day.isoformat(), f["market"], f["commodity"], f["variety"], f["grade"], f["unit"], f["source"])

    @property
    def figures(self) -> tuple[str, str, str]:
        """Low, high and average as kept."""
        return (_kept(self.low), _kept(self.high), units.exact(self.average))


def load(session: Session, path: Path, now: datetime, today: date, run_id: int | None, is_demo: bool = False) -> Report:
    """Imports one price file; raises ImportRefused, with nothing written, when a row cannot be read."""
    rows = read(path, today if is_demo else None)
    report = Report(read=len(rows))
    held: list[tuple[Row, str]] = []
    believed = _believed(rows, today, held, report)
    _write(session, believed, _Context(report, held, now, run_id, is_demo))
    for row, reason in held:
        report.hold(f"第 {row.line} 行 {row.fields['commodity']} {row.day}", reason)
    _keep_held(session, held, now, run_id)
    return report


def read(path: Path, offsets_from: date | None = None) -> list[Row]:
    """Every row of the file, or ImportRefused naming each one that cannot be read.

    Samples give their day as an offset from `offsets_from`.
    """
    faults = Faults(path)
    rows = []
    for line, fields in csv_rows(path, COLUMNS):
        row = _row(line, fields, faults, offsets_from)
        if row:
            rows.append(row)
    faults.refuse_if_any()
    return rows


def _row(line: int, fields: dict[str, str], faults: Faults, offsets_from: date | None) -> Row | None:
    before = len(faults.found)
    for column in ("market", "commodity", "source"):
        if not fields[column]:
            faults.add(line, column, "不能空着")
    day, numbers = date.min, {}
    try:
        day = offset_or_date(fields["date"], offsets_from)
    except ValueError:
        faults.add(line, "date", f"「{fields['date']}」不是日期，应如 2026-11-20")
    try:
        fields["unit"] = units.price_unit(fields["unit"])
    except units.UnknownUnit as fault:
        faults.add(line, "unit", str(fault))
    for column in ("low", "high", "average"):
        try:
            numbers[column] = units.decimal(fields[column]) if fields[column] or column == "average" else None
        except ValueError:
            faults.add(line, column, f"「{fields[column]}」不是数字")
    if len(faults.found) > before:
        return None
    average = numbers["average"] or Decimal(0)
    return Row(line, day, {name: fields[name] for name in COLUMNS}, numbers["low"], numbers["high"], average)


def _kept(figure: Decimal | None) -> str:
    return "" if figure is None else units.exact(figure)


def _believed(rows: list[Row], today: date, held: list[tuple[Row, str]], report: Report) -> list[Row]:
    """The rows that pass the gates on themselves and on their twins in the file."""
    twins: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        reason = price_gates.on_itself(row.low, row.average, row.high, row.day, today)
        if reason:
            held.append((row, reason))
        else:
            twins[row.key].append(row)
    believed = []
    for same in twins.values():
        if len({row.figures for row in same}) > 1:
            held += [(row, price_gates.CONFLICT) for row in same]
        else:
            believed.append(same[0])
            report.same += len(same) - 1
    return believed


@dataclass(frozen=True)
class _Context:
    report: Report
    held: list[tuple[Row, str]]
    now: datetime
    run_id: int | None
    is_demo: bool


def _write(session: Session, rows: list[Row], context: _Context) -> None:
    names = Names(session, context.report)
    by_series: dict[SeriesKey, list[Row]] = defaultdict(list)
    for row in rows:
        f = row.fields
        commodity, market = names.commodity(f["commodity"]), names.market(f["market"], f["region"])
        by_series[commodity, market, f["commodity"], f["variety"], f["grade"], f["unit"], f["source"]].append(row)
    if not context.is_demo:
        _drop_demo(session, {key[0] for key in by_series})
    ids = _series_ids(session, by_series, context.is_demo)
    new: list[dict[str, object]] = []
    for key, found in by_series.items():
        new += _new_quotes(session, ids[key], found, context)
    if new:
        session.execute(insert(Quote), new)
    context.report.new += len(new)


def _series_ids(session: Session, keys: Iterable[SeriesKey], is_demo: bool) -> dict[SeriesKey, int]:
    columns = (
        Series.commodity_id, Series.market_id, Series.written, Series.variety, Series.grade, Series.unit, Series.source,
    )  # fmt: skip
    known: dict[SeriesKey, int] = {
        (row[1], row[2], row[3], row[4], row[5], row[6], row[7]): row[0]
        for row in session.execute(select(Series.id, *columns))
    }
    missing = [key for key in keys if key not in known]
    for key in missing:
        series = Series(**{column.key: value for column, value in zip(columns, key, strict=True)}, is_demo=is_demo)
        session.add(series)
        session.flush()
        known[key] = series.id
    return known


def _new_quotes(session: Session, series_id: int, rows: list[Row], context: _Context) -> list[dict[str, object]]:
    """The series' rows that are not in the store yet; corrections are written at once."""
    kept = {
        quote.date: (quote.id, (quote.low, quote.high, quote.average))
        for quote in session.execute(
            select(Quote.id, Quote.date, Quote.low, Quote.high, Quote.average).where(Quote.series_id == series_id)
        )
    }
    known = [(day, float(figures[2])) for day, (_, figures) in kept.items()]
    fresh = [row for row in rows if row.day not in kept or kept[row.day][1] != row.figures]
    context.report.same += len(rows) - len(fresh)
    jumps = price_gates.jumps(known, [(row.day, float(row.average)) for row in fresh])
    new = []
    for row in fresh:
        if row.day in jumps:
            context.held.append((row, jumps[row.day]))
        elif row.day in kept:
            _correct(session, kept[row.day][0], row, context)
        else:
            new.append({"series_id": series_id, "date": row.day, "import_run_id": context.run_id, **_figures(row)})
    return new


def _figures(row: Row) -> dict[str, object]:
    low, high, average = row.figures
    unit = row.fields["unit"]
    return {
        "low": low,
        "high": high,
        "average": average,
        "fen_per_kg_low": units.fen_per_kg(low, unit) if low else None,
        "fen_per_kg_high": units.fen_per_kg(high, unit) if high else None,
        "fen_per_kg": units.fen_per_kg(average, unit),
    }


def _correct(session: Session, quote_id: int, row: Row, context: _Context) -> None:
    """A later file's figure replaces the earlier one, which goes into the history."""
    before = session.get_one(Quote, quote_id)
    session.add(
        QuoteChange(quote_id=quote_id, low=before.low, high=before.high, average=before.average, changed_at=context.now)
    )
    session.execute(update(Quote).where(Quote.id == quote_id).values(**_figures(row), import_run_id=context.run_id))
    context.report.changed += 1


def _drop_demo(session: Session, commodity_ids: set[int]) -> None:
    """A real quote ends the demo quotes of its commodity."""
    demo = select(Series.id).where(Series.is_demo, Series.commodity_id.in_(commodity_ids)).scalar_subquery()
    session.execute(delete(Quote).where(Quote.series_id.in_(demo)))
    session.execute(delete(Series).where(Series.is_demo, Series.commodity_id.in_(commodity_ids)))


def _keep_held(session: Session, held: list[tuple[Row, str]], now: datetime, run_id: int | None) -> None:
    """Stores held rows, each once however often the file comes."""
    prints = {_fingerprint(row, reason): (row, reason) for row, reason in held}
    known = set(session.scalars(select(HeldQuote.fingerprint)))
    fresh = [
        {
            "account_id": DEFAULT_ACCOUNT,
            "fingerprint": print_,
            "reason": reason,
            "fields": row.fields,
            "import_run_id": run_id,
            "held_at": now,
        }
        for print_, (row, reason) in prints.items()
        if print_ not in known
    ]
    if fresh:
        session.execute(insert(HeldQuote), fresh)


def _fingerprint(row: Row, reason: str) -> str:
    content = json.dumps([row.line, row.fields, reason], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode("utf-8")).hexdigest()
