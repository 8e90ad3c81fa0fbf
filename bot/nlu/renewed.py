"""An understander that takes up a new model while it runs."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import date

from bot.nlu.model import Model, NoModel
from bot.nlu.understand import Understander, Understanding
from knowledge.catalogue import Catalogue

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0


class Renewed:
    """Understands with the newest model that can be read; looks for a newer one at most once a second.

    `stamp` is cheap and changes with the model; `newest` reads it, and raises NoModel when there is none to be read.
    """

    def __init__(
        self, stamp: Callable[[], object], newest: Callable[[], Model], look_seconds: float = LOOK_SECONDS
    ) -> None:
        self._stamp, self._newest, self._seconds = stamp, newest, look_seconds
        self._seen = stamp()
        self._now = Understander(newest())
        self._next_look = time.monotonic() + look_seconds
        self._looking = threading.Lock()

    def understand(self, text: str, catalogue: Catalogue, today: date) -> Understanding:
        """The reading of one message."""
        if time.monotonic() >= self._next_look:
            self._look()
        return self._now.understand(text, catalogue, today)

    def _look(self) -> None:
        """One thread looks; the others go on with the model that they have."""
        if not self._looking.acquire(blocking=False):
            return
        try:
            self._next_look = time.monotonic() + self._seconds
            stamp = self._stamp()
            if stamp == self._seen:
                return
            self._seen = stamp
            self._now = Understander(self._newest())
            log.info("a new model is in use")
        except NoModel as fault:
            log.warning("the new model cannot be read (%s): the one before stays in use", fault)
        finally:
            self._looking.release()
