"""A database server that is gone for a moment: messages wait for its return, and nobody has to ask twice."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from knowledge.db import Store

log = logging.getLogger(__name__)
# A server that has crashed is back by then as a rule, and a message that has waited so long can still be answered.
PATIENCE_SECONDS = 3.5
_LOOK_SECONDS = 0.1
T = TypeVar("T")


def is_gone(store: Store, fault: BaseException) -> bool:
    """Whether a fault says that the database server cannot be reached, or has broken off; an SQLite file stays."""
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
    """Since when the store is gone, as this process sees it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._since: float | None = None

    def outlast(self, work: Callable[[], T]) -> T:
        """What `work` returns, begun again while the store is gone; raises what it raises at the end.

        The patience is for the absence, not for each message: in a long one, threads that wait would be missing to
        tell people that they must write again.
        """
        while True:
            try:
                done = work()
            except Exception as fault:
                if not is_gone(self._store, fault):
                    self._since = None
                    raise
                if not self._is_short():
                    raise
            else:
                self._since = None
                return done
            time.sleep(_LOOK_SECONDS)

    def report(self, fault: Exception, what: str) -> None:
        """Logs a fault: in one line where the store's absence says it all, since every message then meets it."""
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
