"""One night: every source for itself, sites side by side, none able to stop another."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.fetch import Fetcher, NotFetched
from knowledge.imports.report import Report
from knowledge.imports.terms import Terms
from knowledge.models.source import DONE, FAILED, HELD, RUNNING, SourceRun
from knowledge.night import judge, texts
from knowledge.night.gather import Gathering, Read, rows_of
from knowledge.night.prices import Night
from knowledge.sources.base import LayoutChanged, Source

log = logging.getLogger(__name__)
# Late corrections are found by asking for so many days again.
DAYS, SITES_AT_ONCE = 30, 8
Told = Callable[[str, str], None]
Ring = Callable[[Source, date, str], None]


class HeldWhole(Exception):
    """Nothing of a source may be published tonight; the message says why, in Chinese."""


@dataclass(frozen=True)
class Result:
    """How one source's night ended."""

    source: str
    state: str
    reason: str


@dataclass(frozen=True)
class Parts:
    """What a night stands on; `told` hears of each source's progress, in a few Chinese words.

    `ring` hears of every source that published nothing: the source, the night, and why.
    """

    store: Store
    clock: Clock
    fetcher: Fetcher
    told: Told
    ring: Ring = lambda source, night, reason: None


def night(parts: Parts, sources: Sequence[Source], since: date | None = None) -> list[Result]:
    """Runs the sources, those of one site one after the other; the results are in the order given."""
    by_site: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        by_site[urlsplit(source.base).netloc].append(source)
    with ThreadPoolExecutor(SITES_AT_ONCE) as pool:
        done = pool.map(lambda group: [_guarded(parts, source, since) for source in group], by_site.values())
        found = {result.source: result for group in done for result in group}
    return [found[source.name] for source in sources]


def _guarded(parts: Parts, source: Source, since: date | None) -> Result:
    run_id, first, last = _begun(parts, source, since)
    try:
        _run(parts, source, run_id, first, last)
        return _ended(parts, source, run_id, DONE, "")
    except (LayoutChanged, HeldWhole) as fault:
        return _ended(parts, source, run_id, HELD, str(fault))
    except NotFetched as fault:
        return _ended(parts, source, run_id, FAILED, fault.text)
    except Exception as fault:
        log.exception("source %s failed", source.name)
        return _ended(parts, source, run_id, FAILED, f"程序出错：{type(fault).__name__}")


def _begun(parts: Parts, source: Source, since: date | None) -> tuple[int, date, date]:
    """The run of tonight, the one that was cut off if there is one, and the days that it asks for."""
    today = parts.clock.today()
    first = since or today - timedelta(DAYS)
    cut_off = select(SourceRun).where(
        SourceRun.source == source.name, SourceRun.night == today, SourceRun.state == RUNNING,
        SourceRun.first_day == first,
    )  # fmt: skip
    with parts.store.writing(changes_answers=False) as session:
        run = session.scalars(cut_off.order_by(SourceRun.id.desc())).first()
        if run is None:
            run = SourceRun(
                source=source.name, night=today, first_day=first, started_at=parts.clock.now(), state=RUNNING
            )
            session.add(run)
            session.flush()
        return run.id, first, today


def _run(parts: Parts, source: Source, run_id: int, first: date, last: date) -> None:
    """Gathers, judges, and publishes in one transaction; raises what keeps the source from being published."""
    gathering = Gathering(parts.store, parts.fetcher, source, run_id)
    pages = gathering.pages(first, last, lambda count: parts.told(source.name, f"{count} 页"))
    with _counted(parts.store, run_id, pages) as session:
        terms = Terms(parts.clock.now(), parts.clock.today(), draft=not source.is_trusted)
        taken = Night(session, source, terms, first) if source.kind == "prices" else None
        _refuse_doubtful(session, source, pages, run_id, taken)
        report = taken.take_in(pages) if taken else texts.take_in(session, source, pages, terms)
        _count(session, run_id, report, len(taken.known.missing) if taken else 0)


def _refuse_doubtful(session: Session, source: Source, pages: list[Read], run_id: int, prices: Night | None) -> None:
    names = {row["commodity"] for read in pages for row in read.reading.rows} if prices else set()
    known = sum(prices.known.knows_commodity(name) for name in names) if prices else 0
    doubt = judge.doubt(rows_of(pages), _usual(session, source, run_id), len(names), known)
    if doubt:
        raise HeldWhole(doubt)


def _usual(session: Session, source: Source, run_id: int) -> list[int]:
    """The rows of the last nights that asked for as many days."""
    this = session.get_one(SourceRun, run_id)
    before = session.scalars(
        select(SourceRun)
        .where(SourceRun.source == source.name, SourceRun.state == DONE, SourceRun.id != run_id)
        .order_by(SourceRun.id.desc())
        .limit(14)
    )
    return [run.rows for run in before if run.night - run.first_day == this.night - this.first_day]


@contextmanager
def _counted(store: Store, run_id: int, pages: list[Read]) -> Iterator[Session]:
    """The transaction that publishes; what was read is counted even where nothing is published."""
    with store.writing(changes_answers=False) as session:
        run = session.get_one(SourceRun, run_id)
        run.pages, run.rows = len(pages), rows_of(pages)
        run.unpriced = sum(read.reading.unpriced for read in pages)
    with store.writing() as session:
        yield session


def _count(session: Session, run_id: int, report: Report, unknown: int) -> None:
    run = session.get_one(SourceRun, run_id)
    run.new, run.changed, run.held, run.unknown = report.new, report.changed, report.held, unknown


def _ended(parts: Parts, source: Source, run_id: int, state: str, reason: str) -> Result:
    with parts.store.writing(changes_answers=False) as session:
        run = session.get_one(SourceRun, run_id)
        run.state, run.reason, run.finished_at = state, reason[:500], parts.clock.now()
        night_of = run.night
        counts = f"{run.rows} 行，新 {run.new}，改 {run.changed}，待核实 {run.held}"
    parts.told(source.name, counts if state == DONE else f"没有发布：{reason}")
    if state != DONE:
        log.error("night: source %s (%s) published nothing: %s", source.name, source.title, reason)
        parts.ring(source, night_of, reason)
    return Result(source.name, state, reason)
