"""A site of the tests' own, over HTTP on loopback, and nights that read it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.fetch import Fetcher, Pace
from knowledge.night.run import Parts, Result, night
from knowledge.pages import Ask, Page
from knowledge.sources import reading, values
from knowledge.sources.base import Reading, Source
from tests.conftest import NOW, StandingClock
from tests.knowledge.fetch.conftest import PassingTime
from tests.knowledge.fetch.stand_in import Reply, StandIn, running

TITLE = "田间报价网"
Row = dict[str, str]


class Fields(Source):
    """Rows as the site gives them, in JSON: {"rows": […]}."""

    name = "fields"
    title = TITLE
    own_markets = True
    home = "http://fields.example"

    def __init__(self, base: str = "", kind: str = "prices") -> None:
        super().__init__(base)
        self.kind = kind

    def asks(self, first: date, last: date) -> Sequence[Ask]:
        return [Ask(f"{self.base}/rows")]

    def read(self, page: Page, first: date, last: date) -> Reading:
        return Reading(reading.as_json(page)["rows"])


@dataclass
class Site:
    """The running site; `rows` are what it gives tonight."""

    server: StandIn
    store: Store
    kind: str
    rows: list[Row] = field(default_factory=list)
    parts: Mapping[str, Any] = field(default_factory=dict)

    def night(self, hours: float = 0) -> Result:
        """One night, so many hours after NOW."""
        watch: Clock = StandingClock(moment=NOW + timedelta(hours=hours))
        time = PassingTime()
        with Fetcher("https://tianxun.example", watch, self.server.gate, Pace(time.now, time.sleep)) as fetcher:
            parts = Parts(self.store, watch, fetcher, lambda *_: None, **self.parts)
            (result,) = night(parts, [Fields(self.server.base, self.kind)])
        return result


@contextmanager
def site(store: Store, kind: str = "prices") -> Iterator[Site]:
    """A site whose rows a test sets."""
    found: list[Site] = []
    page: Callable[[Any], Reply] = lambda _: Reply(  # noqa: E731
        json.dumps({"rows": found[0].rows}).encode(), "application/json"
    )
    with running({"/rows": page}) as server:
        found.append(Site(server, store, kind))
        yield found[0]


def quote(commodity: str, average: str, day: str = "2026-11-24", **others: str) -> Row:
    """One quote at the county's market."""
    said = {"date": day, "market": "桃源县农贸市场", "region": "桃源县", "commodity": commodity, "average": average}
    return values.quote(**{**said, "unit": "元/斤", "source": TITLE, **others})
