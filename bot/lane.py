"""One lane for messages: threads that take the interpreter from each other answer fewer than one after the other.

A message is in it from the first look at what was sent until its answer is made, but not while it is still arriving.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_SECONDS = 0.1


class Lane:
    """Lets one through at a time; one that is stuck is driven around, by those who wait and all who come later."""

    def __init__(self) -> None:
        self._free = threading.Lock()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Within the block this thread is alone in the lane, or has waited long enough for the one that is."""
        free = self._free
        has_it = free.acquire(timeout=PATIENCE_SECONDS)
        if not has_it and self._free is free:
            self._free = threading.Lock()
        try:
            yield
        finally:
            if has_it:
                free.release()
