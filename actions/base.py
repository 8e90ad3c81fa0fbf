"""The shape of an answer: what every answering file needs, with rasa-sdk kept out of sight."""

import json
from abc import ABC, abstractmethod
from collections import defaultdict
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from rasa_sdk import Action
from rasa_sdk.events import SlotSet
from sqlalchemy.orm import Session

from actions import epidemic, safety, wording
from knowledge import catalogue, clock, danger, db
from knowledge.catalogue import Catalogue, CommodityName, MarketName

PREFIX = "action_"
# What an answer "asks" when somebody is in danger: whatever comes next is still about that.
EMERGENCY = "emergency"


@dataclass(frozen=True)
class Choice:
    """One line of a numbered list: choosing it asks `intent` with these entity values."""

    label: str
    intent: str
    entities: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Answer:
    """What a farmer reads, what it rests on, and what follows from it.

    `rest` is what 「更多」 brings; `rests_on` names rows as (table, id); `asks` is the entity that is missing;
    `is_open` keeps the message as an open question for staff; `place` is a division code to remember for the person.
    """

    text: str
    rests_on: tuple[tuple[str, int], ...] = ()
    choices: tuple[Choice, ...] = ()
    asks: str = ""
    is_open: bool = False
    place: str = ""
    rest: str = ""

    @property
    def whole(self) -> str:
        """All of it, for who cannot turn pages."""
        return f"{self.text}\n{self.rest}" if self.rest else self.text


@dataclass(frozen=True)
class Question:
    """What is asked: the farmer's words and the entities in them, or carried over from before."""

    text: str
    intent: str
    entities: tuple[tuple[str, str], ...]
    place: str
    has_place: bool
    now: datetime
    today: date
    names: Catalogue = field(repr=False)

    def values(self, kind: str) -> list[str]:
        """The distinct values of one kind of entity."""
        return list(dict.fromkeys(value for entity, value in self.entities if entity == kind))

    @property
    def commodities(self) -> list[CommodityName]:
        """The commodities asked for."""
        found = [self.names.commodity(value) for value in self.values("commodity")]
        return [commodity for commodity in found if commodity]

    @property
    def markets(self) -> list[MarketName]:
        """The markets asked for."""
        return [market for value in self.values("market") if (market := self.names.market(value))]

    @property
    def regions(self) -> list[str]:
        """The division codes asked for."""
        return [code for value in self.values("region") if (code := self.names.places.find(value))]

    @property
    def near(self) -> str:
        """Where to begin looking: the place asked for, else the person's, else home."""
        return self.regions[0] if self.regions else self.place

    @property
    def period(self) -> tuple[date, date] | None:
        """The days asked for."""
        for value in self.values("date"):
            first, _, last = value.partition("/")
            # A Rasa server's own pipeline gives the words (昨天); only the action server's front can read them.
            with suppress(ValueError):
                return date.fromisoformat(first), date.fromisoformat(last or first)
        return None


class FarmAction(Action, ABC):  # type: ignore[misc]
    """One intent's answer. Objects serve all threads: they keep no state."""

    intent: str
    example: str

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
        dispatcher.utter_message(text=answer.whole, buttons=buttons, json_message=_as_json(answer))
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
    place = (tracker.slots or {}).get("place") or ""
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
    )


def _payload(choice: Choice) -> str:
    """What a button sends in Rasa's shorthand: `/ask_price{"commodity": ["尖椒"]}`."""
    entities = defaultdict(list)
    for kind, value in choice.entities:
        entities[kind].append(value)
    return f"/{choice.intent}{json.dumps(entities, ensure_ascii=False) if entities else ''}"


def _as_json(answer: Answer) -> dict[str, Any]:
    return {
        "rests_on": [list(row) for row in answer.rests_on],
        "choices": [asdict(choice) for choice in answer.choices],
        "asks": answer.asks,
        "is_open": answer.is_open,
        "place": answer.place,
        "rest": answer.rest,
    }
