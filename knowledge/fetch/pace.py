"""How fast one site is asked."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

GAP_SECONDS = 1.0
IN_FLIGHT = 2
# A site that wants more than this between two pages would hold up the night.
LONGEST_GAP_SECONDS = 30.0


class _Lane:
    """The queue before one site."""

    def __init__(self, gap: float, in_flight: int) -> None:
        self.room = BoundedSemaphore(in_flight)
        self.door = Lock()
        self.gap = gap
        self.free_at = float("-inf")


class Pace:
    """Lets one request a second and two at a time through to each site, whichever threads ask."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        gap: float = GAP_SECONDS,
        in_flight: int = IN_FLIGHT,
    ) -> None:
        self.now, self.sleep = now, sleep
        self._lanes: defaultdict[str, _Lane] = defaultdict(lambda: _Lane(gap, in_flight))
        self._lock = Lock()

    @contextmanager
    def turn(self, key: str) -> Iterator[None]:
        """Waits until the site may be asked; the request is over when the block is."""
        lane = self._lane(key)
        with lane.room:
            # Whoever sleeps holds the door, so that two starts are never closer than the gap.
            with lane.door:
                if (wait := lane.free_at - self.now()) > 0:
                    self.sleep(wait)
                lane.free_at = self.now() + lane.gap
            yield

    def slow_down(self, key: str, gap: float) -> None:
        """The site wants so many seconds between two requests."""
        lane = self._lane(key)
        with lane.door:
            lane.gap = max(lane.gap, min(gap, LONGEST_GAP_SECONDS))
            lane.free_at = self.now() + lane.gap

    def _lane(self, key: str) -> _Lane:
        with self._lock:
            return self._lanes[key]
