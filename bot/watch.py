"""A message is decided in its request's own thread; one that takes too long is answered for by this watch."""

import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

log = logging.getLogger(__name__)
_LOOK_SECONDS, _REST_SECONDS = 0.05, 1.0


@dataclass(eq=False)
class _Case:
    due: float
    answer: Callable[[], Callable[[], None]]
    lock: threading.Lock = field(default_factory=threading.Lock)
    closed: bool = False


class Watch:
    """Looks at what is open some times a second: whoever is in time pays for no other thread's waking.

    With nothing to look at for a while its thread ends, and the next message starts another.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._open: dict[int, _Case] = {}
        self._numbers = itertools.count()
        self._starting = threading.Lock()
        self._is_awake = False

    @contextmanager
    def over(self, answer: Callable[[], Callable[[], None]]) -> Iterator[None]:
        """Calls `answer` in a thread of its own when the block is not left in time.

        What `answer` returns is called only if the block is still not left: of the two, one alone speaks.
        """
        number, case = next(self._numbers), _Case(time.monotonic() + self._seconds, answer)
        self._open[number] = case
        if not self._is_awake:
            self._wake()
        try:
            yield
        finally:
            self._open.pop(number, None)
            with case.lock:
                case.closed = True

    def _wake(self) -> None:
        with self._starting:
            if not self._is_awake:
                self._is_awake = True
                threading.Thread(target=self._look, name="watch", daemon=True).start()

    def _look(self) -> None:
        last_seen = time.monotonic()
        while time.monotonic() - last_seen < _REST_SECONDS:
            time.sleep(_LOOK_SECONDS)
            now = time.monotonic()
            for number, case in list(self._open.items()):
                last_seen = now
                if case.due <= now and self._open.pop(number, None) is not None:
                    threading.Thread(target=_speak, args=(case,), name="late", daemon=True).start()
        self._is_awake = False
        # A message that came in between saw a watch that was awake.
        if self._open:
            self._wake()


def _speak(case: _Case) -> None:
    try:
        say = case.answer()
        with case.lock:
            if not case.closed:
                say()
    except Exception:
        log.exception("a late message could not be answered for")
