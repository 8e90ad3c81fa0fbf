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

from knowledge import units
from knowledge.gates import figures as gates
from knowledge.imports.dates import offset_or_date
from knowledge.imports.files import csv_rows
from knowledge.imports.names import Names
from knowledge.imports.report import Faults, Report
from knowledge.imports.terms import Terms
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.price import HeldQuote, Quote, QuoteChange, Series

COLUMNS = (
    "date", "market", "region", "commodity", "variety", "grade", "low", "high", "average", "unit", "source",
)  # fmt: skip

# What a quote is of; with its date it makes the quote's identity.
SERIES = ("commodity", "market", "region", "variety", "grade", "unit", "source")
_INSERT = insert(Quote.__table__)  # type: ignore[arg-type]

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
    # Low, high and average as kept.
    figures: tuple[str, str, str]

    @property
    def kept(self) -> dict[str, object]:
        """The quote's figures, and whole fen per kilogram beside them."""
        low, high, average = self.figures
        unit = self.fields["unit"]
        return {
            "low": low,
            "high": high,
            "average": average,
            "fen_per_kg_low": units.fen_per_kg(low, unit) if low else None,
            "fen_per_kg_high": units.fen_per_kg(high, unit) if high else None,
            "fen_per_kg": units.fen_per_kg(average, unit),
        }


@dataclass
class Sifted:
    """A file's rows: those that pass the gates on themselves, by their columns in SERIES, and those held."""

    believed: dict[tuple[str, ...], list[Row]]
    held: list[tuple[Row, str]]
    report: Report


def read(path: Path, terms: Terms) -> Sifted:
    """Every row of the file, sifted; raises ImportRefused naming each one that cannot be read."""
    faults = Faults(path)
    rows = []
    for line, fields in csv_rows(path, COLUMNS):
        row = _row(line, fields, faults, terms.offsets_from)
        if row:
            rows.append(row)
    faults.refuse_if_any()
    sifted = Sifted(defaultdict(list), [], Report(read=len(rows)))
    _sift(rows, terms, sifted)
    return sifted


def write(session: Session, sifted: Sifted, terms: Terms, run_id: int | None) -> Report:
    """Stores the rows that fit their series, and the held ones, as part of the caller's transaction."""
    _write(session, sifted, terms, run_id)
    for row, reason in sifted.held:
        sifted.report.hold(f"第 {row.line} 行 {row.fields['commodity']} {row.day}", reason)
    _keep_held(session, sifted.held, terms.now, run_id)
    return sifted.report


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
    low, high = numbers["low"], numbers["high"]
    figures = (_kept(low), _kept(high), units.exact(average))
    return Row(line, day, {name: fields[name] for name in COLUMNS}, low, high, average, figures)


def _kept(figure: Decimal | None) -> str:
    return "" if figure is None else units.exact(figure)


def _sift(rows: list[Row], terms: Terms, sifted: Sifted) -> None:
    for row in rows:
        reason = gates.on_itself(row.low, row.average, row.high, row.day, terms.today)
        if terms.draft and not reason:
            reason = gates.DRAFT
        if reason:
            sifted.held.append((row, reason))
        else:
            sifted.believed[tuple(row.fields[name] for name in SERIES)].append(row)


def _write(session: Session, sifted: Sifted, terms: Terms, run_id: int | None) -> None:
    names = Names(session, sifted.report)
    by_series: dict[SeriesKey, list[Row]] = defaultdict(list)
    for (commodity, market, region, *others), rows in sifted.believed.items():
        variety, grade, unit, source = others
        ids_of_names = names.commodity(commodity), names.market(market, region)
        by_series[*ids_of_names, commodity, variety, grade, unit, source] += rows
    if terms.ends_samples:
        _drop_demo(session, {key[0] for key in by_series})
    ids = _series_ids(session, by_series, terms.is_demo)
    new: list[dict[str, object]] = []
    for key, rows in by_series.items():
        fresh, corrected = _fresh(session, ids[key], _one_a_day(rows, sifted), sifted)
        new += [{"series_id": ids[key], "date": row.day, "import_run_id": run_id, **row.kept} for row in fresh]
        for quote_id, row in corrected:
            _correct(session, quote_id, row, terms.now, run_id)
        sifted.report.changed += len(corrected)
    if new:
        session.connection().execute(_INSERT, new)
    sifted.report.new += len(new)


def _one_a_day(rows: list[Row], sifted: Sifted) -> list[Row]:
    """The rows of one series, without repetitions; rows of one day that contradict each other are all held."""
    by_day: dict[date, list[Row]] = defaultdict(list)
    for row in rows:
        by_day[row.day].append(row)
    single = []
    for same in by_day.values():
        if len(same) > 1 and len({row.figures for row in same}) > 1:
            sifted.held += [(row, gates.CONFLICT) for row in same]
        else:
            single.append(same[0])
            sifted.report.same += len(same) - 1
    return single


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


def _fresh(
    session: Session, series_id: int, rows: list[Row], sifted: Sifted
) -> tuple[list[Row], list[tuple[int, Row]]]:
    """The series' rows that are not in the store yet, and those that correct a quote; jumps are held."""
    kept = {
        quote.date: (quote.id, (quote.low, quote.high, quote.average))
        for quote in session.execute(
            select(Quote.id, Quote.date, Quote.low, Quote.high, Quote.average).where(Quote.series_id == series_id)
        )
    }
    known = [(day, float(figures[2])) for day, (_, figures) in kept.items()]
    fresh = [row for row in rows if row.day not in kept or kept[row.day][1] != row.figures]
    sifted.report.same += len(rows) - len(fresh)
    jumps = gates.jumps(known, [(row.day, float(row.average)) for row in fresh])
    sifted.held += [(row, jumps[row.day]) for row in fresh if row.day in jumps]
    believed = [row for row in fresh if row.day not in jumps]
    new = [row for row in believed if row.day not in kept]
    return new, [(kept[row.day][0], row) for row in believed if row.day in kept]


def _correct(session: Session, quote_id: int, row: Row, now: datetime, run_id: int | None) -> None:
    """A later file's figure replaces the earlier one, which goes into the history."""
    before = session.get_one(Quote, quote_id)
    session.add(
        QuoteChange(quote_id=quote_id, low=before.low, high=before.high, average=before.average, changed_at=now)
    )
    session.execute(update(Quote).where(Quote.id == quote_id).values(**row.kept, import_run_id=run_id))


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
