"""A source's prices taken back: a corrected quote says again what it said before, one that came new is gone."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from knowledge import corrections, units
from knowledge.clock import local
from knowledge.corrections import QUOTE, REMEMBERED, Said, Wrong
from knowledge.imports.held import RECALLED, keep_held
from knowledge.imports.quote_rows import Row
from knowledge.models.base import ImportRun
from knowledge.models.inbound import ReplyBasis
from knowledge.models.market import Market
from knowledge.models.price import Quote, QuoteChange, Series
from knowledge.models.push import PushBasis
from knowledge.pushes import dropping

# What replies rest on that is no more: SQLite gives the number of the last row to the next one.
GONE = "recalled_quote"
_AT_ONCE = 5_000
# Looking for the rows among those at hand takes longer than the rest of a recall, and nobody asks them again.
_AS_IT_IS = {"synchronize_session": False}


class Version(NamedTuple):
    """What a quote said from a moment on, and the run that brought it; no moment where that is not known."""

    figures: tuple[str, str, str]
    run_id: int | None
    moment: datetime | None


@dataclass(frozen=True)
class Undone:
    """A quote with what it said wrongly, oldest first, and what it said before; None where it came new."""

    quote: Quote
    series: Series
    market: Market
    wrong: list[Version]
    before: Version | None
    changes: list[QuoteChange]

    @property
    def told_since(self) -> datetime:
        """From when on people may have heard the wrong figure, in an answer or as the correction of one."""
        moment = self.wrong[0].moment
        assert moment  # noqa: S101 - what has no moment is not undone
        return moment - REMEMBERED if self.before else moment


@dataclass(frozen=True)
class Rewound:
    """How many quotes went and how many were restored, and who was told of them."""

    removed: int
    restored: int
    told: list[tuple[Wrong, set[int]]]


def rewind(session: Session, source: str, since: datetime, now: datetime) -> Rewound:
    """Takes back all figures that the source published since then; they wait as recalled."""
    undone = list(_undone(session, source, since))
    gone, restored = ([one for one in undone if (one.before is None) is new] for new in (True, False))
    dropping.resting_on(session, QUOTE, [one.quote.id for one in undone], now)
    people = corrections.readers(session, QUOTE, {one.quote.id: one.told_since for one in undone})
    said = corrections.quotes(session, [one.quote.id for one in gone if people.get(one.quote.id)])
    keep_held(session, [(row, RECALLED) for one in undone for row in _rows(one)], now, None)
    for one in restored:
        _restore(one)
    _forget(session, [change.id for one in undone for change in one.changes], [one.quote.id for one in gone])
    lines = _lines(session, restored, said, people, now)
    told = [(Wrong(lines[one.quote.id], one.series.source, one.told_since), people[one.quote.id]) for one in undone
            if people.get(one.quote.id)]  # fmt: skip
    return Rewound(len(gone), len(restored), told)


def _undone(session: Session, source: str, since: datetime) -> Iterator[Undone]:
    runs = select(ImportRun.id, ImportRun.started_at).where(ImportRun.source == source)
    pages = {run.id: run.started_at for run in session.execute(runs)}
    history: dict[int, list[QuoteChange]] = defaultdict(list)
    is_meant = _is_meant(source, since)
    changes = select(QuoteChange).join(Quote, Quote.id == QuoteChange.quote_id).join(ImportRun, _run()).where(is_meant)
    for change in session.scalars(changes.order_by(QuoteChange.id)):
        history[change.quote_id].append(change)
    quotes = (
        select(Quote, Series, Market)
        .join(ImportRun, _run())
        .join(Series, Series.id == Quote.series_id)
        .join(Market, Market.id == Series.market_id)
        .where(is_meant)
        .order_by(Quote.id)
    )
    for quote, series, market in session.execute(quotes):
        versions = _versions(quote, history[quote.id], pages)
        # What staff brought in, or what was there before, ends what is taken back.
        last = takewhile(lambda one: one.run_id in pages and one.moment and one.moment >= since, reversed(versions))
        wrong = list(last)[::-1]
        if wrong:
            left = len(versions) - len(wrong)
            before = versions[left - 1] if left else None
            yield Undone(quote, series, market, wrong, before, history[quote.id][max(0, left - 1) :])


def _run() -> ColumnElement[bool]:
    return ImportRun.id == Quote.import_run_id


def _is_meant(source: str, since: datetime) -> ColumnElement[bool]:
    """Whether a quote is the source's and came or changed since then."""
    changed = select(QuoteChange.quote_id).where(QuoteChange.changed_at >= since)
    return (ImportRun.source == source) & or_(ImportRun.started_at >= since, Quote.id.in_(changed))


def _versions(quote: Quote, changes: Sequence[QuoteChange], pages: dict[int, datetime]) -> list[Version]:
    """All that a quote ever said, oldest first."""
    sayings: list[Quote | QuoteChange] = [*changes, quote]
    said = [((one.low, one.high, one.average), one.import_run_id) for one in sayings]
    first = pages.get(said[0][1]) if said[0][1] is not None else None
    moments = [first, *(change.changed_at for change in changes)]
    return [Version(figures, run, moment) for (figures, run), moment in zip(said, moments, strict=True)]


def _rows(one: Undone) -> Iterator[Row]:
    """The figures that are taken back, as rows that wait for staff."""
    for version in one.wrong:
        low, high, average = version.figures
        fields = {
            "date": one.quote.date.isoformat(),
            "market": one.market.name,
            "region": one.market.region_code or "",
            "commodity": one.series.written,
            "variety": one.series.variety,
            "grade": one.series.grade,
            "low": low,
            "high": high,
            "average": average,
            "unit": one.series.unit,
            "source": one.series.source,
        }
        yield Row(0, one.quote.date, fields, None, None, Decimal(average), version.figures, version.run_id)


def _restore(one: Undone) -> None:
    assert one.before  # noqa: S101 - the caller's choice
    quote, unit = one.quote, one.series.unit
    quote.low, quote.high, quote.average = low, high, average = one.before.figures
    quote.fen_per_kg_low = units.fen_per_kg(low, unit) if low else None
    quote.fen_per_kg_high = units.fen_per_kg(high, unit) if high else None
    quote.fen_per_kg = units.fen_per_kg(average, unit)
    quote.import_run_id = one.before.run_id


def _forget(session: Session, changes: list[int], quotes: list[int]) -> None:
    """The history that is undone, and the quotes that came new; replies keep that they rested on something."""
    session.flush()
    for some in _batches(changes):
        session.execute(delete(QuoteChange).where(QuoteChange.id.in_(some)), execution_options=_AS_IT_IS)
    for some in _batches(quotes):
        rested = update(ReplyBasis).where(ReplyBasis.kind == QUOTE, ReplyBasis.row_id.in_(some))
        session.execute(rested.values(kind=GONE), execution_options=_AS_IT_IS)
        pushed = update(PushBasis).where(PushBasis.kind == QUOTE, PushBasis.row_id.in_(some))
        session.execute(pushed.values(kind=GONE), execution_options=_AS_IT_IS)
        session.execute(delete(Quote).where(Quote.id.in_(some)), execution_options=_AS_IT_IS)


def _batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _lines(
    session: Session, restored: list[Undone], gone: dict[int, Said], people: dict[int, set[int]], now: datetime
) -> dict[int, str]:
    """What people are told of each quote that they were told wrongly."""
    today = local(now).date()
    held = corrections.quotes(session, [one.quote.id for one in restored if people.get(one.quote.id)])
    left = corrections.newest(session, sorted({row.series_id for row in gone.values()}))
    lines = {number: corrections.holds(row, today) for number, row in held.items()}
    return lines | {number: corrections.is_gone(row, left.get(row.series_id), today) for number, row in gone.items()}
