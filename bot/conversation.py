"""The whole path of a message, from what came in to what goes out."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass, replace
from typing import Any

from actions import fit
from bot import fixed_replies, talk
from bot.dispatch import Answered, Dispatcher, Request
from bot.message import Button, Message, Reply
from bot.nlu import clauses
from bot.nlu.understand import Understander, Understanding
from bot.state import State
from knowledge import catalogue, erasure, inbox, late_replies, privacy
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.inbox import AlreadyClaimed, Arrived, Outcome
from knowledge.models.inbound import DONE
from knowledge.vault import Vault

log = logging.getLogger(__name__)

# WeChat drops the connection after five seconds.
DECIDE_SECONDS = 4.0
_POLL_SECONDS = 0.1
OWED_BEFORE = "【您之前问的】"


@dataclass(frozen=True)
class Parts:
    """What the conversation stands on."""

    store: Store
    state: State
    clock: Clock
    vault: Vault
    understander: Understander
    dispatcher: Dispatcher


@dataclass(frozen=True)
class Decision:
    """A reply with everything that is to be stored for it; `talk` is None where the talk stays as it was."""

    reply: Reply
    outcome: Outcome
    talk: talk.Talk | None


class StillPending(Exception):
    """An earlier delivery of the message is being answered by the worker."""


class Conversation:
    """Answers messages: decides with reads alone, then stores message and reply in one short transaction."""

    def __init__(self, parts: Parts, decide_seconds: float = DECIDE_SECONDS) -> None:
        self.parts = parts
        self._seconds = decide_seconds
        self._pool = ThreadPoolExecutor(16, thread_name_prefix="decide")

    def reply_to(self, message: Message) -> Reply | None:
        """The reply, the same one for each delivery of a message; None when it will follow later.

        Raises when the message could not be stored: it must then not be acknowledged.
        """
        arrived = self._arrived(message)
        if message.kind == "unsubscribe":
            return self._forget(arrived)
        future = self._pool.submit(self._settle, message, arrived)
        try:
            return future.result(self._seconds)
        except TooLate:
            log.info("a message was not decided in time and will be answered later")
        except StillPending:
            return self._wait_for(arrived)
        except Exception:
            # Whatever went wrong, the message is not lost: the worker tries again, and parks it for staff.
            log.exception("a message could not be decided and will be tried again")
        return self._postpone(arrived, future)

    def warm_up(self) -> None:
        """Loads what the first message would otherwise wait for: the catalogue, and the names in it."""
        whole, _ = self.decide("您好")
        self.parts.dispatcher.run(Request("greet", whole.text), "")

    def finish(self, inbound_id: int) -> None:
        """Answers a postponed message; its reply is then owed to the person."""
        found = late_replies.take(self.parts.store, inbound_id)
        if found is None:
            return
        message = Message(found.channel, "", (), found.kind, found.text, found.sent_at, found.media)
        decision = self._decide(message, talk.Talk(), "", [])
        late_replies.finish(self.parts.store, inbound_id, decision.outcome, self.parts.clock.now())

    def decide(self, text: str) -> tuple[Understanding, list[Understanding]]:
        """The reading of a text by itself, and of each question in it."""
        with self.parts.store.reading() as session:
            names = catalogue.current(session)
        today = self.parts.clock.today()
        read: Callable[[str], Understanding] = lambda part: self.parts.understander.understand(part, names, today)  # noqa: E731
        whole = read(text)
        return whole, clauses.readings(whole, read)

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

    def _known(self, arrived: Arrived) -> Any:
        with self.parts.store.reading() as session:
            return inbox.known(session, arrived.claim, arrived.sender_hash)

    def _wait_for(self, arrived: Arrived) -> Reply | None:
        """The reply of a message that an earlier delivery has left to the worker, if it comes in time."""
        until = time.monotonic() + self._seconds
        while time.monotonic() < until:
            known = self._known(arrived)
            if known.state == DONE:
                return self._kept_reply(known)
            time.sleep(_POLL_SECONDS)
        return None

    def _kept_reply(self, known: Any) -> Reply:
        late_replies.delivered_on_retry(self.parts.store, known.inbound_id, self.parts.clock.now())
        return Reply(known.reply)

    def _settle(self, message: Message, arrived: Arrived) -> Reply | None:
        """Decides and stores; a decision that comes second gives way to the first."""
        key = f"talk:{arrived.sender_hash}"
        with self.parts.store.reading() as session:
            known = inbox.known(session, arrived.claim, arrived.sender_hash)
            if known.inbound_id is None:
                before = talk.from_json(self.parts.state.get(key))
                owed = inbox.owed(session, known.person_id, self.parts.clock.now()) if known.is_owed else []
                decision = self._decide(message, before, known.place_code or "", owed)
        if known.state == DONE:
            return self._kept_reply(known)
        if known.inbound_id is not None:
            raise StillPending
        try:
            inbox.record(self.parts.store, arrived, known.person_id, decision.outcome, self.parts.clock.now())
        except AlreadyClaimed:
            return self._of_first_delivery(arrived)
        if decision.talk is not None:
            self.parts.state.set(key, decision.talk.as_json(), talk.REST_SECONDS)
        return decision.reply

    def _postpone(self, arrived: Arrived, future: "Future[Reply | None]") -> Reply | None:
        try:
            inbox.postpone(self.parts.store, arrived)
        except AlreadyClaimed:
            return self._of_first_delivery(arrived)
        future.add_done_callback(_note_late_fault)
        return None

    def _of_first_delivery(self, arrived: Arrived) -> Reply | None:
        """The reply that another delivery has stored meanwhile; raises when none is to be found."""
        known = self._known(arrived)
        if known.inbound_id is None:
            raise RuntimeError("a message was neither stored nor known")
        return Reply(known.reply) if known.state == DONE else None

    def _forget(self, arrived: Arrived) -> Reply:
        erasure.erase(self.parts.store, arrived.sender_hash, privacy.masked, self.parts.clock.now())
        self.parts.state.delete(f"talk:{arrived.sender_hash}")
        return Reply("")

    def _decide(self, message: Message, before: talk.Talk, place: str, owed: list[tuple[int, str]]) -> Decision:
        """Reads alone: nothing is locked and nothing written. `owed` are texts that the person has yet to get."""
        now = self.parts.clock.now().timestamp()
        said = fixed_replies.for_kind(message)
        if said is not None:
            questions = ((message.kind, f"[{message.kind}] {message.media}"),) if said.is_open else ()
            outcome = Outcome(said.text, intent=message.kind, open_questions=questions)
            return _with_owed(Decision(Reply(said.text, intent=message.kind), outcome, None), owed)
        text = fixed_replies.words_of(message)
        whole, readings = self.decide(text)
        current = before.fresh(now)
        move = talk.next_move(readings, current)
        if move.turns_page:
            page, rest = fit.first_page(current.rest)
            return _plain(fit.with_hint(page, rest), whole, replace(current, rest=rest, rest_at=now))
        if move.question:
            return _plain(move.question, whole, replace(current, at=now, choices=move.choices, rest=""))
        answers = [self.parts.dispatcher.run(request, place) for request in move.requests]
        return _decision(answers, whole, current, owed, now)


def _decision(
    answers: list[Answered], whole: Understanding, before: talk.Talk, owed: list[tuple[int, str]], now: float
) -> Decision:
    """The answers as one message, and what is to be kept of them."""
    text = "\n\n".join(answer.text for answer in answers)
    if len(whole.text) > 500:
        text = f"话有点长，我只看了前500字。\n{text}"
    for _, owed_text in reversed(owed):
        text = f"{OWED_BEFORE}\n{owed_text}\n\n{text}"
    page, rest = fit.first_page(text)
    requests = [answer.request for answer in answers]
    outcome = Outcome(
        reply=fit.with_hint(page, rest),
        intent=requests[0].intent,
        confidence=whole.confidence,
        entities=_entities(requests),
        rests_on=tuple(row for answer in answers for row in answer.rests_on),
        open_questions=tuple((a.request.intent, a.request.text) for a in answers if a.is_open),
        place=next((answer.place for answer in answers if answer.place), ""),
        delivers=tuple(number for number, _ in owed),
    )
    buttons = tuple(Button(label, str(i)) for a in answers for i, (label, _) in enumerate(a.choices, 1))
    entities = tuple(entity for request in requests for entity in request.entities)
    reply = Reply(outcome.reply, buttons, outcome.intent, entities, outcome.rests_on)
    left = talk.Talk(rest=rest, rest_at=now) if requests[-1].intent == "cancel" else before.after(answers, rest, now)
    return Decision(reply, outcome, left)


def _entities(requests: list[Request]) -> list[dict[str, object]]:
    return [{"entity": kind, "value": value} for request in requests for kind, value in request.entities]


def _plain(text: str, whole: Understanding, after: talk.Talk) -> Decision:
    outcome = Outcome(text, intent=whole.intent, confidence=whole.confidence)
    buttons = tuple(Button(label, str(number)) for number, (label, _) in enumerate(after.choices, 1))
    return Decision(Reply(text, buttons, whole.intent), outcome, after)


def _with_owed(decision: Decision, owed: list[tuple[int, str]]) -> Decision:
    """Puts what is owed before a reply that always has room for it."""
    if not owed or not decision.reply.text:
        return decision
    before = "".join(f"{OWED_BEFORE}\n{text}\n\n" for _, text in owed)
    page, rest = fit.first_page(before + decision.reply.text)
    text = fit.with_hint(page, rest)
    outcome = replace(decision.outcome, reply=text, delivers=tuple(number for number, _ in owed))
    return replace(
        decision, reply=Reply(text), outcome=outcome, talk=talk.Talk(rest=rest, rest_at=0.0) if rest else None
    )


def _note_late_fault(future: "Future[Reply | None]") -> None:
    if not future.cancelled() and future.exception() is not None:
        log.error("a late decision failed: %s", type(future.exception()).__name__)
