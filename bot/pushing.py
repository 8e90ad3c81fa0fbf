"""What the worker owes people by itself: alerts whenever anything known has changed, digests in the morning."""

from knowledge import known
from knowledge.alerts import crossing
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.subscriptions import digest


class Pushing:
    """Remembers at which revision of all knowledge the alerts were looked at last."""

    def __init__(self) -> None:
        self._seen = 0

    def make(self, store: Store, clock: Clock) -> int:
        """Makes what is due; returns how many texts are owed by it. Done again, it makes nothing twice."""
        revision = known.look(store, "", "").knowledge_revision
        made = 0
        if revision != self._seen:
            made += crossing.run(store, clock)
            self._seen = revision
        return made + digest.run(store, clock)
