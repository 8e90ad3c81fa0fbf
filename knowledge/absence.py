"""A database server that is gone: for a moment messages wait for its return, in a longer absence nobody tries it."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from knowledge import deadline
from knowledge.db import Store

log = logging.getLogger(__name__)
# A server that has crashed is back by then as a rule, and a message that has waited so long can still be answered.
PATIENCE_SECONDS = 3.5
_RETRY_SECONDS = 0.1
# One that is being started again refuses at once: a fault that takes so long to come says that the server hangs.
HUNG_SECONDS = 1.5
# Long enough for all who have waited with a hung server to be told, before anybody tries it again.
FIRST_REST_SECONDS = 2.0
_REST_SECONDS, _ANSWER_SECONDS = 0.5, 2.0
T = TypeVar("T")


class Away(Exception):
    """The store is known to be gone, so that nothing was tried."""


def is_gone(store: Store, fault: BaseException) -> bool:
    """Whether a fault says that the database server cannot be reached, or has broken off; an SQLite file stays."""
    if isinstance(fault, Away):
        return True
    raised = fault.orig if isinstance(fault, DBAPIError) else fault
    return not store.is_sqlite and isinstance(raised, store.engine.dialect.loaded_dbapi.OperationalError)


def is_behind(store: Store, fault: BaseException) -> bool:
    """Whether the server's absence stands behind a fault, whatever it has been turned into since."""
    seen: BaseException | None = fault
    while seen is not None:
        if is_gone(store, seen):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


class Absence:
    """Whether the store is gone, as this process sees it; one thread looks for its return."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._since: float | None = None
        self._starting = threading.Lock()
        self.is_known = False

    def outlast(self, work: Callable[[], T]) -> T:
        """What `work` returns, begun again while the store is gone; raises what it raises at the end.

        The patience is for the absence, not for each message: once it is over, or the server hangs, nobody tries the
        store any more, and all are told Away at once until it is back.
        """
        while True:
            if self.is_known:
                raise Away
            begun = time.monotonic()
            try:
                done = work()
            except Exception as fault:
                if not is_gone(self._store, fault):
                    self._since = None
                    raise
                if time.monotonic() - begun > HUNG_SECONDS or not self._is_short():
                    self._look_out()
                    raise
            else:
                self._since = None
                return done
            time.sleep(_RETRY_SECONDS)

    def report(self, fault: Exception, what: str) -> None:
        """Logs a fault: in one line where the store's absence says it all, and not again while that is known."""
        if isinstance(fault, Away):
            return
        if is_gone(self._store, fault):
            log.warning("%s: the store is gone (%s)", what, type(fault).__name__)
        else:
            log.error("%s", what, exc_info=fault)

    def _is_short(self) -> bool:
        now = time.monotonic()
        if self._since is None:
            self._since = now
            log.warning("the store is gone: messages wait for it")
        return now - self._since < PATIENCE_SECONDS

    def _look_out(self) -> None:
        with self._starting:
            if self.is_known:
                return
            self.is_known = True
        log.warning("the store is gone: messages are kept in the spool until it is back")
        threading.Thread(target=self._look, name="absence", daemon=True).start()

    def _look(self) -> None:
        time.sleep(FIRST_REST_SECONDS)
        while not self._is_back():
            time.sleep(_REST_SECONDS)
        self._since, self.is_known = None, False
        log.warning("the store is back")

    def _is_back(self) -> bool:
        try:
            with deadline.within(_ANSWER_SECONDS), self._store.engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
        except Exception:  # whatever it is, the next look will tell
            return False
        return True
