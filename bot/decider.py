"""What is said to a message: decided with reads alone, nothing locked and nothing written."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from actions import fit
from bot import consents, decision, delivery, fixed_replies, moves, solved, talk, verdicts
from bot.decision import Decision
from bot.dispatch import Answered, Dispatcher, Request
from bot.message import Message, Reply
from bot.nlu import clauses
from bot.nlu.understand import Understanding, Understands
from bot.state import State
from knowledge import catalogue
from knowledge.catalogue import Catalogue
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.deeds import Deed
from knowledge.inbox import Outcome
from knowledge.known import Known, Owing
from knowledge.questions import useful
from knowledge.reports.solved import may_reopen, waiting
from knowledge.spool import Spool
from knowledge.vault import Vault


@dataclass(frozen=True)
class Parts:
    """What the conversation stands on."""

    store: Store
    state: State
    clock: Clock
    vault: Vault
    understander: Understands
    dispatcher: Dispatcher
    spool: Spool


class Decider:
    """Decides on messages, one after another or many at once: it keeps no state."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    def decide(self, message: Message, before: talk.Talk, known: Known, owed: list[Owing]) -> Decision:
        """Reply and consequences after what was said `before`; `owed` are texts that the person has yet to get."""
        now = self.parts.clock.now().timestamp()
        said = fixed_replies.for_kind(message, self.help)
        if said is not None:
            questions = ((message.kind, f"[{message.kind}] {message.media}"),) if said.is_open else ()
            outcome = Outcome(
                said.text, intent=message.kind, open_questions=questions, deeds=consents.deeds_of(message)
            )
            return decision.with_owed(Decision(Reply(said.text, intent=message.kind), outcome, None), owed)
        text = fixed_replies.words_of(message)
        judged = self._judged(text, known)
        if judged is not None:
            outcome = Outcome(verdicts.thanks(judged), intent="verdict", judged=judged)
            return decision.with_owed(Decision(Reply(outcome.reply, intent="verdict"), outcome, None), owed)
        closed = self._closed(text, known)
        if closed is not None:
            return decision.with_owed(Decision(Reply(closed.reply, intent="verdict"), closed, None), owed)
        whole, readings = self.readings(text, catalogue.at(self.parts.store, known.catalogue_revision))
        current = before.fresh(now)
        move = moves.next_move(readings, current)
        if move.turns_page:
            page, rest = fit.first_page(current.rest)
            return decision.plain(fit.with_hint(page, rest), whole, replace(current, rest=rest, rest_at=now))
        if move.question:
            return decision.plain(move.question, whole, replace(current, at=now, choices=move.choices, rest=""))
        place, moment = known.place_code or "", (known.knowledge_revision, int(now // 60))
        answers: list[Answered] = []
        for request in move.requests:
            answers.append(self.parts.dispatcher.run(request, place, moment, known.person_id))
            place = answers[-1].place or place
        decided = decision.of_answers(answers, [whole, *readings], current, owed, now)
        return decided if delivery.sends_pictures(message.channel) else decision.without_picture_to_send(decided)

    def read(self, text: str) -> tuple[Understanding, list[Understanding]]:
        """The reading of a text by itself, and of each question in it."""
        with self.parts.store.reading() as session:
            names = catalogue.current(session)
        return self.readings(text, names)

    def readings(self, text: str, names: Catalogue) -> tuple[Understanding, list[Understanding]]:
        """The reading of a text by itself, and of each question in it, with these names."""
        today = self.parts.clock.today()
        read: Callable[[str], Understanding] = lambda part: self.parts.understander.understand(part, names, today)  # noqa: E731
        whole = read(text)
        return whole, clauses.readings(whole, read)

    def help(self) -> str:
        """What can be asked, in words for farmers."""
        return self.parts.dispatcher.run(Request("help", ""), "").text

    def _judged(self, text: str, known: Known) -> useful.Judged | None:
        """What a message says of the answer before it; None where it is no such word, or nothing was answered."""
        verdict = verdicts.of(text)
        if verdict is None or known.person_id is None:
            return None
        with self.parts.store.reading() as session:
            told = useful.last_told(session, known.person_id, self.parts.clock.now())
        return useful.Judged(told, verdict.is_useful, verdict.words) if told else None

    def _closed(self, text: str, known: Known) -> Outcome | None:
        """What follows from a word on whether a report is solved; None where it is none, or nobody was asked."""
        heard = solved.of(text)
        if heard is None or known.person_id is None:
            return None
        with self.parts.store.reading() as session:
            report = waiting(session, known.person_id, self.parts.clock.now())
        if report is None:
            return None
        said = {"ticket_no": report.ticket_no, "solved": "1" if heard.is_solved else "", "words": heard.words}
        told = solved.thanks(heard, report.ticket_no, may_reopen(report))
        return Outcome(told, intent="verdict", deeds=(Deed.of("solved", said),))
