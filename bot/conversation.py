"""The whole path of a message, from what came in to what goes out."""

import logging
import time
from collections.abc import Callable

from bot import fixed_replies, talk
from bot.decider import Decider, Parts
from bot.dispatch import Request
from bot.lane import Lane
from bot.message import Message, Reply
from bot.safekeeping import Safekeeping
from bot.watch import Watch
from knowledge import absence, deadline, erasure, inbox, known, late_replies, privacy
from knowledge.inbox import AlreadyClaimed, Arrived
from knowledge.known import Known, Owing
from knowledge.models.inbound import DONE

__all__ = ["Conversation", "Parts"]
log = logging.getLogger(__name__)

# WeChat drops the connection after five seconds.
DECIDE_SECONDS = 3.9
_POLL_SECONDS = 0.1
# So much of the time is the store's: a message that it has not answered by then can still be kept.
_FOR_THE_STORE = 0.9


Early = Callable[[Reply | None], None]


def nobody(_reply: Reply | None) -> None:
    """Takes an early answer where no one waits for it."""


class StillPending(Exception):
    """An earlier delivery of the message is being answered by the worker."""


class Conversation:
    """Answers messages: decides with reads alone, then stores message and reply in one short transaction."""

    def __init__(self, parts: Parts, decide_seconds: float | None = None) -> None:
        self.parts = parts
        self._seconds = DECIDE_SECONDS if decide_seconds is None else decide_seconds
        self._watch = Watch(self._seconds)
        self.lane = Lane()
        self.decider = Decider(parts)
        self._absence = absence.Absence(parts.store)
        self._safe = Safekeeping(parts.store, parts.spool, parts.clock, self._absence)

    def reply_to(self, message: Message, early: Early = nobody) -> Reply | None:
        """The reply, the same one for each delivery of a message; None when it will follow later.

        A message that cannot be stored is kept in the spool, and its sender is told so, or to send it again where that
        cannot be done either; of one whose sender is gone (`unsubscribe`) OSError is raised then, so that its channel
        brings it again. When deciding takes too long, `early` is called with what would be returned, from another
        thread; what is returned later then reaches nobody.
        """
        arrived = self._arrived(message)
        with deadline.within(self._seconds * _FOR_THE_STORE):
            if message.kind == "unsubscribe":
                self.parts.state.delete(f"talk:{arrived.sender_hash}")
                return self._safe.outlast_or_keep(arrived, lambda: self._forget(arrived))
            try:
                with self._watch.over(lambda: self._answer_for(arrived, early)):
                    return self._decided(message, arrived)
            except StillPending:
                return self._wait_for(arrived)

    def _decided(self, message: Message, arrived: Arrived) -> Reply | None:
        try:
            return self._absence.outlast(lambda: self._settle(message, arrived))
        except StillPending:
            raise
        except Exception as fault:
            # Whatever went wrong, the message is not lost: the worker tries again, and parks it for staff.
            self._absence.report(fault, "a message could not be decided")
            return self._safe.leave(arrived)

    def _answer_for(self, arrived: Arrived, early: Early) -> Callable[[], None]:
        """Leaves a message that takes too long to the worker."""
        log.info("a message was not decided in time and will be answered later")
        reply = self._safe.leave_soon(arrived)
        return lambda: early(reply)

    def warm_up(self) -> None:
        """Loads what the first message would otherwise wait for: the catalogue, and the names in it."""
        try:
            whole, _ = self.decider.read("您好")
            self.parts.dispatcher.run(Request("greet", whole.text), "")
        except Exception as fault:
            if not absence.is_behind(self.parts.store, fault):
                raise

    def welcome(self) -> str:
        """What a new follower is told; nothing is stored for it."""
        return fixed_replies.welcome(self.decider.help())

    def finish(self, inbound_id: int) -> None:
        """Answers a postponed message; its reply is then owed to the person."""
        found = late_replies.take(self.parts.store, inbound_id)
        if found is None:
            return
        message = Message(found.channel, "", (), found.kind, found.text, found.sent_at, found.media)
        with self.parts.store.reading() as session:
            key = f"talk:{known.sender_hash(session, found.person_id)}"
        before = talk.from_json(self.parts.state.get(key))
        if before.at > found.received_at.timestamp():
            # The talk has gone on without it.
            before = talk.Talk()
        sender = known.look(self.parts.store, "", "")._replace(person_id=found.person_id)
        late = self.decider.decide(message, before, sender, [])
        is_mine = late_replies.finish(self.parts.store, inbound_id, late.outcome, self.parts.clock.now())
        if is_mine and late.talk is not None:
            self.parts.state.set(key, late.talk.as_json(), talk.REST_SECONDS)

    def _arrived(self, message: Message) -> Arrived:
        vault = self.parts.vault
        return Arrived(
            channel=message.channel,
            claim=vault.hashed("claim", message.channel, *message.key),
            sender_hash=vault.hashed("person", message.channel, message.sender),
            seal_sender=lambda: vault.sealed(message.sender),
            kind=message.kind,
            text=message.text,
            media=message.media,
            sent_at=message.sent_at,
            received_at=self.parts.clock.now(),
        )

    def _known(self, arrived: Arrived) -> Known:
        return known.look(self.parts.store, arrived.claim, arrived.sender_hash)

    def _wait_for(self, arrived: Arrived) -> Reply | None:
        """The reply of a message that an earlier delivery has left to the worker, if it comes in time."""
        until = time.monotonic() + self._seconds
        try:
            while time.monotonic() < until:
                found = self._absence.outlast(lambda: self._known(arrived))
                if found.state == DONE:
                    return self._kept_reply(arrived, found)
                time.sleep(_POLL_SECONDS)
        except Exception as fault:
            self._absence.report(fault, "the answer to a message that is stored could not be looked for")
        return None

    def _kept_reply(self, arrived: Arrived, found: Known) -> Reply:
        self.parts.spool.drop(arrived.claim)
        late_replies.delivered_on_retry(self.parts.store, found.inbound_id or 0, self.parts.clock.now())
        return Reply(found.reply or "")

    def _settle(self, message: Message, arrived: Arrived) -> Reply | None:
        """Decides and stores; a decision that comes second gives way to the first."""
        key = f"talk:{arrived.sender_hash}"
        found = self._known(arrived)
        if found.state == DONE:
            return self._kept_reply(arrived, found)
        if found.inbound_id is not None:
            raise StillPending
        before = talk.from_json(self.parts.state.get(key))
        said = self.decider.decide(message, before, found, self._owed(found))
        now = self.parts.clock.now()
        if self._safe.has_spooled(arrived):
            return self._safe.told(arrived)
        try:
            # An event may be WeChat's own report of what it did.
            is_back = bool(found.unreachable) and message.kind != "event"
            inbox.record(self.parts.store, arrived, found.person_id, said.outcome, now, is_back=is_back)
        except AlreadyClaimed:
            return self._safe.of_first_delivery(arrived)
        if said.talk is not None:
            self.parts.state.set(key, said.talk.as_json(), talk.REST_SECONDS)
        return said.reply

    def _owed(self, found: Known) -> list[Owing]:
        if found.person_id is None or not found.is_owed:
            return []
        with self.parts.store.reading() as session:
            return known.owed(session, found.person_id, self.parts.clock.now())

    def _forget(self, arrived: Arrived) -> Reply:
        erasure.erase(self.parts.store, arrived.sender_hash, privacy.masked, self.parts.clock.now())
        return Reply("")
