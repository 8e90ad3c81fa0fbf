"""What cannot be answered now is left to the worker: in the store, or in the spool where that cannot take it."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from weakref import WeakSet

from bot.message import Reply
from knowledge import deadline, inbox, known
from knowledge.absence import Absence, Away
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.inbox import AlreadyClaimed, Arrived
from knowledge.models.inbound import DONE
from knowledge.spool import Spool

log = logging.getLogger(__name__)
POSTPONE_SECONDS = 0.4
KEPT = "系统正忙，您这句已收下，恢复后就答复您，不用再发。"
NOT_STORED = "系统这会儿有点忙，您这句没存下，请过几分钟再发一次。"
# Of these nobody waits to hear anything.
_SILENT = ("event", "unsubscribe")


class Safekeeping:
    """Keeps what has arrived, and says what its sender hears; what is in the spool is the worker's alone to answer."""

    def __init__(self, store: Store, spool: Spool, clock: Clock, absence: Absence) -> None:
        self._store = store
        self._spool = spool
        self._clock = clock
        self._absence = absence
        self._spooled_now: WeakSet[Arrived] = WeakSet()
        self._late = ThreadPoolExecutor(8, thread_name_prefix="postpone")

    def leave(self, arrived: Arrived) -> Reply | None:
        """Keeps a message for the worker; None when it is pending in the store."""
        return self._stored_or_spooled(arrived, lambda: self._postpone(arrived))

    def leave_soon(self, arrived: Arrived) -> Reply | None:
        """The same for one whose sender cannot wait for a slow store."""
        return self._stored_or_spooled(
            arrived, lambda: self._late.submit(self._postpone_soon, arrived).result(POSTPONE_SECONDS)
        )

    def outlast_or_keep(self, arrived: Arrived, work: Callable[[], Reply]) -> Reply:
        """What `work` returns; where the store cannot do it, the worker will. Raises OSError when neither can be."""
        try:
            return self._absence.outlast(work)
        except Exception as fault:
            self._absence.report(fault, f"{arrived.kind}: could not be done yet")
            self._spool.put(arrived, self._clock.now())
            return self.told(arrived)

    def has_spooled(self, arrived: Arrived) -> bool:
        """Whether this delivery lies in the spool."""
        return arrived in self._spooled_now

    def told(self, arrived: Arrived) -> Reply:
        """What the sender of a spooled message hears."""
        return Reply("" if arrived.kind in _SILENT else KEPT)

    def of_first_delivery(self, arrived: Arrived) -> Reply | None:
        """The reply that another delivery has stored meanwhile; raises when none is to be found."""
        found = known.look(self._store, arrived.claim, arrived.sender_hash)
        if found.inbound_id is None:
            raise RuntimeError("a message was neither stored nor known")
        return Reply(found.reply or "") if found.state == DONE else None

    def _stored_or_spooled(self, arrived: Arrived, postpone: Callable[[], Reply | None]) -> Reply | None:
        try:
            if self._absence.is_known:
                raise Away
            return postpone()
        except Exception as fault:
            self._absence.report(fault, "a message could not be stored")
            return self._spooled(arrived)

    def _spooled(self, arrived: Arrived) -> Reply:
        # First of all: whoever does not see it here has already taken an earlier moment for the reply that he stores.
        self._spooled_now.add(arrived)
        try:
            self._spool.put(arrived, self._clock.now())
        except OSError as fault:
            self._spooled_now.discard(arrived)
            log.error("a message could not be kept in the spool (%s)", fault.strerror)
            return Reply(NOT_STORED)
        return self.told(arrived)

    def _postpone(self, arrived: Arrived) -> Reply | None:
        try:
            inbox.postpone(self._store, arrived)
        except AlreadyClaimed:
            return self.of_first_delivery(arrived)
        return None

    def _postpone_soon(self, arrived: Arrived) -> Reply | None:
        with deadline.within(POSTPONE_SECONDS):
            return self._postpone(arrived)
