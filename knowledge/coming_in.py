"""What was spooled comes into the store once it answers again: each message once, oldest first."""

import logging

from knowledge import absence, deadline, erasure, inbox, late_replies
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.inbox import AlreadyClaimed
from knowledge.spool import Kept, Spool

log = logging.getLogger(__name__)
_SECONDS = 20.0


def bring_in(store: Store, spool: Spool, clock: Clock, most: int) -> int:
    """Brings in up to `most` messages, each of them pending then; returns how many. Raises when the store is gone.

    One that the store refuses stays where it is and holds up no other. A crash between the store and the spool is
    harmless, since a message is claimed once.
    """
    done, refused = 0, list[Exception]()
    for kept in spool.waiting():
        if most in (done, len(refused)):
            break
        try:
            with deadline.within(_SECONDS):
                _bring(store, kept, clock)
            spool.remove(kept)
        except Exception as fault:
            if absence.is_gone(store, fault):
                raise
            refused.append(fault)
        else:
            done += 1
    if refused:
        log.warning("%d spooled messages have not come in yet (%r)", len(refused), refused[0])
    return done


def _bring(store: Store, kept: Kept, clock: Clock) -> None:
    arrived = kept.arrived
    if arrived.kind == "unsubscribe":
        with store.writing() as session:
            erasure.replay(session, [(arrived.sender_hash, arrived.received_at)])
        return
    try:
        with store.recording() as line:
            if not erasure.is_erased_since(line, arrived.sender_hash, arrived.received_at):
                inbox.add_pending(line, arrived)
    except AlreadyClaimed:
        late_replies.owe_unheard(store, arrived.claim, kept.told_at, clock.now())
