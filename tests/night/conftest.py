"""Nights over stand-ins: real stores, a real fetcher, waiting that costs no time."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from knowledge.db import Store
from knowledge.fetch import Fetcher, Gate, Limits, Pace
from knowledge.models.base import Base
from knowledge.models.market import Market
from knowledge.models.price import Quote, Series
from knowledge.models.source import SourceRun
from knowledge.night import waiting
from knowledge.night.run import Parts, Result, night
from knowledge.sources import all_sources
from knowledge.sources.base import Source
from knowledge.sources.forms import source_of
from knowledge.sources.setup import from_json
from tests.conftest import NOW, StandingClock
from tests.knowledge.fetch.conftest import PassingTime
from tests.knowledge.fetch.stand_in import Route, StandIn, running

Open = Callable[[dict[str, Route]], StandIn]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens stand-ins until the test is over."""
    with ExitStack() as until_then:
        yield lambda routes: until_then.enter_context(running(routes))


@dataclass
class Nights:
    """One night after the other on one store."""

    store: Store
    passed: int = 0
    told: list[str] = field(default_factory=list)

    def run(self, *sources: Source, since: date | None = None, seconds: float = 20.0) -> list[Result]:
        """Tonight's run of these sources."""
        clock = StandingClock(moment=NOW + timedelta(self.passed))
        time, allowed = PassingTime(), frozenset(source.base.partition("//")[2] for source in sources)
        pace, limits = Pace(time.now, time.sleep), Limits(seconds=seconds)
        with Fetcher("https://tianxun.example", clock, Gate(allow=allowed), pace, limits) as fetcher:
            return night(
                Parts(self.store, clock, fetcher, lambda *said: self.told.append("：".join(said))), sources, since
            )

    def tells(self, *sources: Source) -> str:
        """How a night of one source ended, in a word and its reason."""
        (result,) = self.run(*sources)
        return f"{result.state} {result.reason}".strip()

    def count(self, table: type[Base]) -> int:
        with self.store.reading() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def last(self, name: str) -> SourceRun:
        with self.store.reading() as session:
            return session.scalars(select(SourceRun).where(SourceRun.source == name).order_by(SourceRun.id)).all()[-1]

    def quotes(self, source: str) -> dict[tuple[str, str, date], str]:
        """Public averages of a source by market, name and day."""
        wanted = (
            select(Market.name, Series.written, Quote.date, Quote.average)
            .join(Series, Quote.series_id == Series.id)
            .join(Market, Series.market_id == Market.id)
            .where(Series.source == source)
        )
        with self.store.reading() as session:
            return {(row[0], row[1], row[2]): row[3] for row in session.execute(wanted)}

    def held(self) -> list[tuple[dict[str, str], str]]:
        with self.store.reading() as session:
            return [(row.fields, row.reason) for row in waiting.waiting(session, limit=10_000)]

    def drop(self) -> None:
        """Staff drop all that waits."""
        with self.store.writing() as session:
            waiting.drop(session, [one.id for one in waiting.waiting(session, limit=10_000)])


@pytest.fixture
def nights(sqlite_store: Store) -> Nights:
    return Nights(sqlite_store)


@pytest.fixture
def nights_on_each(store: Store) -> Nights:
    """The same on either database."""
    return Nights(store)


def source(name: str, site: StandIn) -> Source:
    """One of the product's sources, at a stand-in."""
    return all_sources()[name](site.base)


def set_up(setup: dict[str, Any]) -> Source:
    """A source that staff set up."""
    return source_of(from_json(json.dumps(setup)))


def averages(quotes: dict[tuple[str, str, date], str], name: str, days: Sequence[date]) -> list[str]:
    """The public averages of one good on these days."""
    return [figure for (_, written, day), figure in sorted(quotes.items()) if written == name and day in days]
