"""The shape of an answer: what every answering file needs, with rasa-sdk kept out of sight."""

import json
from abc import ABC, abstractmethod
from collections import defaultdict
from dataclasses import replace
from typing import Any

from rasa_sdk import Action
from rasa_sdk.events import SlotSet
from sqlalchemy.orm import Session

from actions import epidemic, safety, wording
from actions.shapes import Answer, Choice, Question, as_json
from knowledge import catalogue, clock, danger, db, settings

__all__ = ["Answer", "Choice", "FarmAction", "KeptForStaff", "Question"]

PREFIX = "action_"
# The slot that says who asks; only this process may fill it.
PERSON = "person_id"
# What an answer "asks" when somebody is in danger: whatever comes next is still about that.
EMERGENCY = "emergency"


class FarmAction(Action, ABC):  # type: ignore[misc]
    """One intent's answer. Objects serve all threads: they keep no state."""

    intent: str
    example: str
    # Whether the answer depends on who asks: his posts, his alerts.
    is_personal: bool = False
    # Whether it depends on who asks once he has been shown many numbers today.
    shows_numbers: bool = False

    def name(self) -> str:
        """The name that a Rasa domain knows the action by."""
        return PREFIX + self.intent

    @abstractmethod
    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The answer from the local store; reads only, and never the network."""

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        """rasa-sdk's entry: tracker in, utterance out; a place to remember becomes the slot `place`."""
        with db.current().reading() as session:
            question = _question(self.intent, tracker, session)
            answer = self._safe_answer(question, session)
        buttons = [{"title": choice.label, "payload": _payload(choice)} for choice in answer.choices]
        image = f"{settings.current().public_url}{answer.picture}" if answer.picture else None
        dispatcher.utter_message(text=answer.whole, image=image, buttons=buttons, json_message=as_json(answer))
        return [SlotSet("place", answer.place)] if answer.place else []

    def _safe_answer(self, question: Question, session: Session) -> Answer:
        warning = safety.warning(question.text, question.names, question.today, session)
        if warning:
            return Answer(warning, is_open=True, asks=EMERGENCY if warning.startswith("【紧急】") else "")
        answer = self._answer_to_sickness(question, session) or self.answer(question, session)
        stopped = safety.stopped(answer.whole, question.names, question.today, session)
        return Answer(stopped, is_open=True) if stopped else answer

    def _answer_to_sickness(self, question: Question, session: Session) -> Answer | None:
        """What must come first where animals may have a reportable epidemic; None where nothing speaks for one."""
        first = epidemic.first_of_all(question.text, session)
        if not first:
            return None
        name = danger.suspected(question.text)
        # An article that follows is on what it may be, and what is on something else (who buys pigs) must not follow.
        answer = self.answer(replace(question, entities=(*question.entities, ("problem", name))), session)
        if name not in answer.whole:
            return Answer(f"{first}\n{wording.KEPT}", is_open=True)
        return replace(answer, text=f"{first}\n\n{answer.text}")


class KeptForStaff(FarmAction, ABC):
    """A service that people do by hand: what was said is kept, and a person sees it."""

    @property
    @abstractmethod
    def promise(self) -> str:
        """What the farmer is told; abstract, since rasa-sdk registers every class that is not."""

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """Says what happens with the message."""
        return Answer(self.promise, is_open=True)


def _question(intent: str, tracker: Any, session: Session) -> Question:
    names = catalogue.current(session)
    message = tracker.latest_message or {}
    slots = tracker.slots or {}
    place = slots.get("place") or ""
    watch = clock.current()
    return Question(
        text=str(message.get("text") or ""),
        intent=intent,
        entities=tuple((str(e["entity"]), str(e["value"])) for e in message.get("entities") or ()),
        place=place or names.home_region,
        has_place=bool(place),
        now=watch.now(),
        today=watch.today(),
        names=names,
        person_id=slots.get(PERSON),
    )


def _payload(choice: Choice) -> str:
    """What a button sends in Rasa's shorthand: `/ask_price{"commodity": ["尖椒"]}`."""
    entities = defaultdict(list)
    for kind, value in choice.entities:
        entities[kind].append(value)
    return f"/{choice.intent}{json.dumps(entities, ensure_ascii=False) if entities else ''}"
