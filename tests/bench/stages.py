"""What each stage of one message costs, in this process and in the order of the conversation itself."""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from bot import decision, moves, service, talk
from bot.channels import wechat_push, wechat_xml
from bot.channels.wechat_crypto import is_signed
from bot.conversation import Conversation
from bot.decision import Decision
from bot.message import Message
from bot.nlu.understand import Understanding
from knowledge import catalogue, db, inbox, known
from knowledge.clock import machine_seconds
from knowledge.inbox import Arrived
from knowledge.known import Known
from tests.bench import pushes, questions
from tests.bench.figures import percentile, table
from tests.bench.installation import TOKEN

MESSAGES, SHORT_MESSAGES, WARM = 1600, 160, 40
KINDS = {"ask_price": "price", "ask_technique": "technique", "find_jobs": "jobs", "ask_notice": "notice"}
COLD = "cold: messages never asked before"
KEPT = "kept: the same messages again, their readings and answers still in memory"
_Readings = tuple[Understanding, list[Understanding]]
_T = TypeVar("_T")


def run(_folder: Path, short: bool) -> None:
    """Prints microseconds for each stage, first with messages never asked before, then with the same ones again."""
    conversation = service.build().conversation
    conversation.warm_up()
    with db.current().reading() as session:
        names = catalogue.current(session)
    texts = questions.mixed(names, WARM + (SHORT_MESSAGES if short else MESSAGES))
    # The minute is part of what is kept: one for both passes, so that the second finds what the first has left.
    minute = int(conversation.parts.clock.now().timestamp() // 60)
    # The first messages open connections and load what is loaded at first use.
    Stages(conversation, 1_000_000, minute).measure(texts[:WARM])
    for first, state in ((2_000_000, COLD), (3_000_000, KEPT)):
        stages = Stages(conversation, first, minute)
        stages.measure(texts[WARM:])
        table(f"stages, {state} (microseconds)", ("stage", "messages", "p50", "p99"), stages.rows())


class Stages:
    """Takes messages through the path stage by stage and keeps the seconds of each; ids go up from `first`."""

    def __init__(self, conversation: Conversation, first: int, minute: int) -> None:
        self._conversation, self._parts = conversation, conversation.parts
        self._number, self._minute = first, minute
        self.seconds: dict[str, list[float]] = defaultdict(list)

    def measure(self, texts: list[str]) -> None:
        """Each text is a push of its own."""
        for text in texts:
            self._number += 1
            self._one(pushes.body(text, self._number), pushes.signed_query())

    def rows(self) -> list[tuple[str, int, str, str]]:
        """Stage, messages, and p50 and p99 in microseconds."""
        return [
            (stage, len(taken), f"{percentile(taken, 50) * 1e6:.0f}", f"{percentile(taken, 99) * 1e6:.0f}")
            for stage, taken in sorted(self.seconds.items())
        ]

    def _one(self, body: bytes, query: dict[str, str]) -> None:
        begun = time.perf_counter()
        message, fields = self._timed("1 signature and XML", lambda: _opened(body, query))
        arrived, known, before = self._timed("2 what is known (one read)", lambda: self._looked_up(message))
        readings = self._timed("3 understanding", lambda: self._read(message, known))
        began = time.perf_counter()
        said = self._decided(readings, known, before)
        kind = KINDS.get(said.outcome.intent, "other")
        self.seconds[f"4 move and action: {kind}"].append(time.perf_counter() - began)
        self._timed("5 store commit (synchronous=FULL)", lambda: self._recorded(arrived, known, said))
        self._timed("6 talk kept (state store)", lambda: self._kept(arrived, said))
        self._timed("7 reply XML", lambda: _replied(fields, said))
        self.seconds["all of it"].append(time.perf_counter() - begun)

    def _timed(self, stage: str, work: Callable[[], _T]) -> _T:
        begun = time.perf_counter()
        done = work()
        self.seconds[stage].append(time.perf_counter() - begun)
        return done

    def _looked_up(self, message: Message) -> tuple[Arrived, Known, talk.Talk]:
        arrived = self._conversation._arrived(message)
        found = known.look(self._parts.store, arrived.claim, arrived.sender_hash)
        return arrived, found, talk.from_json(self._parts.state.get(f"talk:{arrived.sender_hash}"))

    def _read(self, message: Message, known: Known) -> _Readings:
        return self._conversation.decider.readings(
            message.text, catalogue.at(self._parts.store, known.catalogue_revision)
        )

    def _decided(self, readings: _Readings, known: Known, before: talk.Talk) -> Decision:
        whole, clauses = readings
        now = self._parts.clock.now().timestamp()
        move = moves.next_move(clauses, before.fresh(now))
        if not move.requests:
            return decision.plain(move.question, whole, replace(before, at=now, choices=move.choices, rest=""))
        moment = (known.knowledge_revision, self._minute)
        answers = [self._parts.dispatcher.run(request, known.place_code or "", moment) for request in move.requests]
        return decision.of_answers(answers, [whole, *clauses], before, [], now)

    def _recorded(self, arrived: Arrived, known: Known, said: Decision) -> None:
        inbox.record(self._parts.store, arrived, known.person_id, said.outcome, self._parts.clock.now())

    def _kept(self, arrived: Arrived, said: Decision) -> None:
        if said.talk is not None:
            self._parts.state.set(f"talk:{arrived.sender_hash}", said.talk.as_json(), talk.REST_SECONDS)


def _opened(body: bytes, query: dict[str, str]) -> tuple[Message, dict[str, str]]:
    if not is_signed(query["signature"], TOKEN, query["timestamp"], query["nonce"]):
        raise RuntimeError("the bench signs wrongly")
    fields = wechat_xml.fields(body)
    return wechat_push.message_of(fields), fields


def _replied(fields: dict[str, str], said: Decision) -> str:
    return wechat_xml.text_reply(fields["FromUserName"], fields["ToUserName"], int(machine_seconds()), said.reply.text)
