"""One night: every source for itself, sites side by side, none able to stop another."""

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from knowledge.alerts import crossing
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.fetch import Fetcher, NotFetched
from knowledge.imports.report import Report
from knowledge.imports.terms import Terms
from knowledge.models.source import DONE, FAILED, HELD, RUNNING, SourceRun
from knowledge.night import judge, runs, texts, tidy
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
    # Two sources that bring the same new name at the same time would both create it.
    publishing: Lock = field(default_factory=Lock)


def night(parts: Parts, sources: Sequence[Source], since: date | None = None) -> list[Result]:
    """Runs the sources, those of one site one after the other; the results are in the order given.

    After a night that was cut off it goes on with what is left of it.
    """
    first = since or parts.clock.today() - timedelta(DAYS)
    begun = runs.begin(parts.store, parts.clock, [source.name for source in sources], first)
    by_site: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        by_site[urlsplit(source.base).netloc].append(source)
    with ThreadPoolExecutor(SITES_AT_ONCE) as pool:
        done = pool.map(
            lambda group: [_guarded(parts, source, begun[source.name]) for source in group], by_site.values()
        )
        found = {result.source: result for group in done for result in group}
    crossing.at_once(parts.store, parts.clock)
    tidy.tidy(parts.store, parts.clock)
    return [found[source.name] for source in sources]


def _guarded(parts: Parts, source: Source, run: SourceRun) -> Result:
    if run.state != RUNNING:
        parts.told(source.name, "今晚已经读过")
        return Result(source.name, run.state, run.reason)
    try:
        return _ended(parts, source, run, *_outcome(parts, source, run))
    except Exception as fault:
        # The store itself failed; it may be there again for the next source.
        log.exception("source %s failed", source.name)
        return Result(source.name, FAILED, _said(fault))


def _outcome(parts: Parts, source: Source, run: SourceRun) -> tuple[str, str]:
    """The state that the source's night ended in, and for staff why nothing was published or what was."""
    try:
        report = _run(parts, source, run)
    except (LayoutChanged, HeldWhole) as fault:
        return HELD, str(fault)
    except NotFetched as fault:
        return FAILED, fault.text
    except Exception as fault:
        log.exception("source %s failed", source.name)
        return FAILED, _said(fault)
    return DONE, f"{report.read} 行，新 {report.new}，改 {report.changed}，待核实 {report.held}"


def _ended(parts: Parts, source: Source, run: SourceRun, state: str, words: str) -> Result:
    if state == DONE:
        parts.told(source.name, words)
        return Result(source.name, DONE, "")
    runs.ended(parts.store, parts.clock, run.id, state, words)
    parts.told(source.name, f"没有发布：{words}")
    log.error("night: source %s (%s) published nothing: %s", source.name, source.title, words)
    parts.ring(source, run.night, words)
    return Result(source.name, state, words)


def _run(parts: Parts, source: Source, run: SourceRun) -> Report:
    """Gathers, judges, and publishes in one transaction; raises what keeps the source from being published."""
    gathering = Gathering(parts.store, parts.fetcher, source, run.id)
    pages = gathering.pages(run.first_day, run.night, lambda count: parts.told(source.name, f"{count} 页"))
    with parts.publishing, runs.counted(parts.store, run.id, pages) as session:
        terms = Terms(parts.clock.now(), parts.clock.today(), draft=not source.is_trusted, by_night=True)
        taken = Night(session, source, terms, run.first_day) if source.kind == "prices" else None
        _refuse_doubtful(session, source, pages, run.id, taken)
        report = taken.take_in(pages) if taken else texts.take_in(session, source, pages, terms)
        runs.done(session, parts.clock, run.id, report, len(taken.known.missing) if taken else 0)
    return report


def _refuse_doubtful(session: Session, source: Source, pages: list[Read], run_id: int, prices: Night | None) -> None:
    if prices is None:
        # How many notices there are in a month is up to whoever writes them.
        doubt = judge.doubt(rows_of(pages), (), 0, 0)
    else:
        names = {row["commodity"] for read in pages for row in read.reading.rows}
        known = sum(prices.known.knows_commodity(name) for name in names)
        doubt = judge.doubt(rows_of(pages), runs.usual(session, source.name, run_id), len(names), known)
    if doubt:
        raise HeldWhole(doubt)


def _said(fault: Exception) -> str:
    return f"程序出错：{type(fault).__name__}"
