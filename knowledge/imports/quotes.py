"""Rows of prices become quotes: through the gate of their series, in one transaction."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from knowledge import corrections
from knowledge.gates import figures as gates
from knowledge.imports.held import Held, end_waiting, keep_held
from knowledge.imports.names import Names
from knowledge.imports.quote_rows import Row
from knowledge.imports.report import Report
from knowledge.imports.terms import Terms
from knowledge.models.price import Quote, QuoteChange, Series

_INSERT = insert(Quote.__table__)  # type: ignore[arg-type]
_COLUMNS = (
    Series.commodity_id, Series.market_id, Series.written, Series.variety, Series.grade, Series.unit, Series.source,
)  # fmt: skip
_STORED = (Quote.id, Quote.date, Quote.low, Quote.high, Quote.average)


class SeriesKey(NamedTuple):
    """What a series is of: ids of commodity and market, and the source's own words."""

    commodity_id: int
    market_id: int
    written: str
    variety: str
    grade: str
    unit: str
    source: str


class Stored(NamedTuple):
    """A quote in the store: its id, and low, high and average as kept."""

    id: int
    figures: tuple[str, str, str]


# The days of one series whose fresh rows must wait, and why.
Gate = Callable[[SeriesKey, list[Row], dict[date, Stored]], dict[date, str]]


@dataclass
class Sifted:
    """Rows that may be believed, by what they are quotes of, those held with the reason, and those that went in.

    `wrong` are the quotes that told people a figure which one of them has corrected.
    """

    report: Report
    believed: dict[tuple[str, ...], list[Row]] = field(default_factory=lambda: defaultdict(list))
    held: list[Held] = field(default_factory=list)
    stored: list[Row] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)

    def add(self, row: Row, doubt: str, draft: bool = False) -> None:
        """Puts a row where it belongs: a doubt, or being a draft, holds it."""
        if doubt or draft:
            self.held.append((row, doubt or gates.DRAFT))
        else:
            self.believed[row.named].append(row)


def write(session: Session, sifted: Sifted, terms: Terms, run_id: int | None, gate: Gate) -> Report:
    """Stores the rows that pass the gate, and the held ones, as part of the caller's transaction."""
    by_series = _by_series(sifted, Names(session, sifted.report))
    if terms.ends_samples:
        _drop_demo(session, {key.commodity_id for key in by_series})
    ids = _series_ids(session, by_series, terms.is_demo)
    for key, rows in by_series.items():
        _write_series(session, ids[key], _fresh(session, ids[key], key, rows, sifted, gate), terms, run_id, sifted)
    for row, reason in sifted.held:
        sifted.report.hold(f"第 {row.line} 行 {row.fields['commodity']} {row.day}", reason)
    keep_held(session, sifted.held, terms.now, run_id)
    end_waiting(session, sifted.stored)
    corrections.after_correction(session, sifted.wrong, terms.now)
    return sifted.report


def _by_series(sifted: Sifted, names: Names) -> dict[SeriesKey, list[Row]]:
    found: dict[SeriesKey, list[Row]] = defaultdict(list)
    for (commodity, market, region, *others), rows in sifted.believed.items():
        found[SeriesKey(names.commodity(commodity), names.market(market, region), commodity, *others)] += rows
    return found


def _write_series(
    session: Session,
    series_id: int,
    fresh: tuple[list[Row], list[tuple[int, Row]]],
    terms: Terms,
    run_id: int | None,
    sifted: Sifted,
) -> None:
    new, corrected = fresh
    if new:
        session.connection().execute(
            _INSERT,
            [{"series_id": series_id, "date": r.day, "import_run_id": r.run_id or run_id, **r.kept} for r in new],
        )
    for quote_id, row in corrected:
        if correct(session, quote_id, row, terms.now, run_id):
            sifted.wrong.append(quote_id)
    sifted.stored += [*new, *(row for _, row in corrected)]
    sifted.report.new += len(new)
    sifted.report.changed += len(corrected)


def _fresh(
    session: Session, series_id: int, key: SeriesKey, rows: list[Row], sifted: Sifted, gate: Gate
) -> tuple[list[Row], list[tuple[int, Row]]]:
    """The series' rows that are not in the store yet, and those that correct a quote; what the gate doubts is held."""
    single = _one_a_day(rows, sifted)
    stored = {
        row.date: Stored(row.id, (row.low, row.high, row.average))
        for row in session.execute(select(*_STORED).where(Quote.series_id == series_id))
    }
    fresh = [row for row in single if row.day not in stored or stored[row.day].figures != row.figures]
    sifted.report.same += len(single) - len(fresh)
    doubts = gate(key, fresh, stored) if fresh else {}
    sifted.held += [(row, doubts[row.day]) for row in fresh if row.day in doubts]
    believed = [row for row in fresh if row.day not in doubts]
    new = [row for row in believed if row.day not in stored]
    return new, [(stored[row.day].id, row) for row in believed if row.day in stored]


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
    known = {SeriesKey(*row[1:]): row[0] for row in session.execute(select(Series.id, *_COLUMNS))}
    for key in keys:
        if key not in known:
            columns = {column.key: value for column, value in zip(_COLUMNS, key, strict=True)}
            series = Series(**columns, is_demo=is_demo)
            session.add(series)
            session.flush()
            known[key] = series.id
    return known


def correct(session: Session, quote_id: int, row: Row, now: datetime, run_id: int | None) -> bool:
    """A later figure replaces the earlier one, which goes into the history; whether what that one told was wrong."""
    before = session.get_one(Quote, quote_id)
    figures = (before.low, before.high, before.average)
    low, high, average = figures
    change = QuoteChange(quote_id=quote_id, low=low, high=high, average=average, changed_at=now)
    change.import_run_id = before.import_run_id
    session.add(change)
    session.execute(update(Quote).where(Quote.id == quote_id).values(**row.kept, import_run_id=row.run_id or run_id))
    return any(said and said != figure for said, figure in zip(figures, row.figures, strict=True))


def _drop_demo(session: Session, commodity_ids: set[int]) -> None:
    """A real quote ends the demo quotes of its commodity."""
    demo = select(Series.id).where(Series.is_demo, Series.commodity_id.in_(commodity_ids)).scalar_subquery()
    session.execute(delete(Quote).where(Quote.series_id.in_(demo)))
    session.execute(delete(Series).where(Series.is_demo, Series.commodity_id.in_(commodity_ids)))
