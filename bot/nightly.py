"""The worker starts the night when it is time, in a process of its own: no message waits, its memory goes with it."""

import logging
import subprocess
import sys

from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.night import hours, orders

log = logging.getLogger(__name__)


class Nightly:
    """Starts one process in each of the night's two spans; what there is to do, and whether another does it already,
    that process finds out by itself."""

    def __init__(self) -> None:
        self._begun: hours.Span | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._asked: subprocess.Popen[bytes] | None = None

    def start_if_time(self, clock: Clock) -> bool:
        """Starts the night, once in a span; whether it did."""
        span = hours.span(clock.now())
        if span is None or span == self._begun:
            return False
        self._begun = span
        log.info("the night begins")
        self._process = _begun("--due")
        return True

    def start_if_ordered(self, store: Store, clock: Clock) -> bool:
        """Starts what staff want fetched at once, one process at a time; whether it did."""
        if self._asked and self._asked.poll() is None:
            return False
        with store.reading() as session:
            wanted = orders.ordered(session, clock.now())
        if wanted:
            log.info("staff want %s fetched", ", ".join(wanted))
            self._asked = _begun("--ordered")
        return bool(wanted)


def _begun(which: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "flask", "night", which]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own
