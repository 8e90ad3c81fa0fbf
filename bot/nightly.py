"""The worker starts the night when it is time, in a process of its own: no message waits, its memory goes with it."""

import logging
import subprocess
import sys

from knowledge.clock import Clock
from knowledge.night import hours

log = logging.getLogger(__name__)


class Nightly:
    """Starts one process in each of the night's two spans; what there is to do, and whether another does it already,
    that process finds out by itself."""

    def __init__(self) -> None:
        self._begun: hours.Span | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start_if_time(self, clock: Clock) -> bool:
        """Starts the night, once in a span; whether it did."""
        span = hours.span(clock.now())
        if span is None or span == self._begun:
            return False
        self._begun = span
        log.info("the night begins")
        command = [sys.executable, "-m", "flask", "night", "--due"]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own
        return True
