"""A fetcher whose waiting costs no time."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from knowledge.fetch import Fetcher, Gate, Limits, Pace
from tests.conftest import StandingClock

CONTACT = "https://tianxun.example"


class PassingTime:
    """Time that passes by sleeping alone; `slept` is what was slept."""

    def __init__(self) -> None:
        self.moment = 0.0
        self.slept: list[float] = []
        self._lock = threading.Lock()

    def now(self) -> float:
        return self.moment

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.moment += seconds
            self.slept.append(seconds)


@pytest.fixture
def time() -> PassingTime:
    return PassingTime()


Make = Callable[..., Fetcher]


@pytest.fixture
def make(time: PassingTime) -> Iterator[Make]:
    """Makes fetchers behind a gate, with a second and a hundred thousand bytes for a page."""
    with ExitStack() as open_until_then:

        def made(gate: Gate, seconds: float = 1.0, size: int = 100_000, ca_bundle: str | None = None) -> Fetcher:
            limits = Limits(seconds=seconds, connect_seconds=seconds, size=size)
            pace = Pace(time.now, time.sleep)
            fetcher = Fetcher(CONTACT, StandingClock(), gate, pace, limits, ca_bundle)
            return open_until_then.enter_context(fetcher)

        yield made
