"""How long a thread has for the database server: its waits end by then, whatever the server does."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# A server that answers does so by then: who is late for other reasons is not cut off from it.
GRACE_SECONDS = 0.3
_own = threading.local()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Gives this thread so many seconds for the block."""
    before: float | None = getattr(_own, "until", None)
    _own.until = time.monotonic() + seconds
    try:
        yield
    finally:
        _own.until = before


def left() -> float | None:
    """The seconds that this thread may still wait; None for one that has all the time it needs."""
    until: float | None = getattr(_own, "until", None)
    return None if until is None else max(GRACE_SECONDS, until - time.monotonic())


def is_past() -> bool:
    """Whether this thread has had its time."""
    until: float | None = getattr(_own, "until", None)
    return until is not None and until < time.monotonic()
