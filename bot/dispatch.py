"""Runs rasa-sdk's actions in this process."""

from collections.abc import Coroutine
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rasa_sdk.executor import ActionExecutor

from actions.base import PERSON, PREFIX, FarmAction
from knowledge import clock, db
from knowledge.deeds import Deed
from knowledge.posts import looked

Entities = tuple[tuple[str, str], ...]
# The revision of all knowledge, and the minute of the clock: nothing else changes an answer.
Moment = tuple[int, int]
MOST_KEPT, LONGEST_KEPT = 500, 60
NOT_HERE = "这里办不了这件事，没有记下。请到公众号里发同样的话。"


@dataclass(frozen=True)
class Request:
    """One thing to answer: the intent, the farmer's words, and entities in canonical form."""

    intent: str
    text: str
    entities: Entities = ()


@dataclass(frozen=True)
class Answered:
    """What an action said; `choices` are label, intent and entities of a numbered list, `rest` is for 「更多」.

    `waits_for` is the part that an unfinished form asks for, `deeds` are written with the message,
    `picture` is the address on our pages of one to send after the text.
    """

    request: Request
    text: str
    rests_on: tuple[tuple[str, int], ...]
    choices: tuple[tuple[str, Request], ...]
    asks: str
    is_open: bool
    place: str
    rest: str = ""
    waits_for: str = ""
    deeds: tuple[Deed, ...] = ()
    picture: str = ""


class Dispatcher:
    """All actions, found by walking their folder; two of one intent stop the start."""

    def __init__(self) -> None:
        self._executor = ActionExecutor()
        self._executor.register_package("actions")
        self._kept = lru_cache(MOST_KEPT)(self._run)
        found = _intents()
        self.intents = frozenset(found)
        self._personal = frozenset(intent for intent, action in found.items() if action.is_personal)
        self._counting = frozenset(intent for intent, action in found.items() if action.shows_numbers)

    @property
    def action_names(self) -> list[str]:
        """The names that a Rasa domain knows the actions by."""
        return sorted(PREFIX + intent for intent in self.intents)

    def answer_call(self, call: dict[str, Any]) -> dict[str, Any]:
        """A call in rasa-sdk's protocol, answered in it; raises NoSuchAction."""
        if call["next_action"] not in self.action_names:
            raise NoSuchAction(call["next_action"])
        tracker = call.get("tracker")
        whole = {**call, "domain": call.get("domain") or {}, "tracker": {"sender_id": "", **_of_nobody(tracker or {})}}
        result: dict[str, Any] = _finished(self._executor.run(whole)).model_dump()
        for response in result["responses"]:
            if (response.get("custom") or {}).get("deeds"):
                # What an answer promises to write is written with a message of ours, and this is none.
                response["text"] = NOT_HERE
        return result

    def run(self, request: Request, place: str, moment: Moment | None = None, person_id: int | None = None) -> Answered:
        """The action's answer; raises KeyError for an intent that has none.

        What was asked in the same words and from the same place at the same `moment` is answered from memory: an
        action sees neither who asks, unless its answer is his alone, nor what was said before.
        """
        if request.intent in self._personal or (request.intent in self._counting and _has_seen_many(person_id)):
            return self._run(request, place, None, person_id)
        if moment is None or len(request.text) > LONGEST_KEPT:
            return self._run(request, place)
        return self._kept(request, place, moment)

    def _run(
        self, request: Request, place: str, _moment: Moment | None = None, person_id: int | None = None
    ) -> Answered:
        if request.intent not in self.intents:
            raise KeyError(request.intent)
        result = _finished(self._executor.run(_call(request, place, person_id)))
        response = result.responses[0]
        custom = response["custom"]
        return Answered(
            request=request,
            text=response["text"].removesuffix(f"\n{custom['rest']}") if custom["rest"] else response["text"],
            rests_on=tuple((kind, row_id) for kind, row_id in custom["rests_on"]),
            choices=tuple(
                (c["label"], Request(c["intent"], request.text, tuple((k, v) for k, v in c["entities"])))
                for c in custom["choices"]
            ),
            asks=custom["asks"],
            is_open=custom["is_open"],
            place=custom["place"],
            rest=custom["rest"],
            waits_for=custom["waits_for"],
            deeds=tuple(Deed.from_json(deed) for deed in custom["deeds"]),
            picture=custom["picture"],
        )


class NoSuchAction(Exception):
    """The call names an action that nobody has."""


def _finished(call: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine that waits for nothing: our actions are plain functions, so no event loop is needed."""
    try:
        call.send(None)
    except StopIteration as end:
        return end.value
    call.close()
    raise RuntimeError("an action waited for something; answers must come from the local store alone")


def _has_seen_many(person_id: int | None) -> bool:
    return person_id is not None and looked.may_be_near_the_most(db.current(), person_id, clock.current().now())


def _of_nobody(tracker: dict[str, Any]) -> dict[str, Any]:
    """A tracker from outside, which cannot say who of ours it speaks for."""
    return {**tracker, "slots": {**(tracker.get("slots") or {}), PERSON: None}}


def _call(request: Request, place: str, person_id: int | None) -> dict[str, Any]:
    entities = [{"entity": entity, "value": value} for entity, value in request.entities]
    return {
        "next_action": PREFIX + request.intent,
        "domain": {},
        "tracker": {
            "sender_id": "farmer",
            "slots": {"place": place, PERSON: person_id},
            "latest_message": {"text": request.text, "intent": {"name": request.intent}, "entities": entities},
        },
    }


def _intents() -> dict[str, type[FarmAction]]:
    """The intents of all actions; rasa-sdk itself would let the second of two win in silence."""
    found: dict[str, type[FarmAction]] = {}
    for action in _descendants(FarmAction):  # type: ignore[type-abstract]
        intent = getattr(action, "intent", "")
        if not intent or getattr(action, "__abstractmethods__", None):
            continue
        if intent in found:
            raise RuntimeError(f"two actions answer {intent}: {found[intent].__module__} and {action.__module__}")
        found[intent] = action
    return found


def _descendants(kind: type[FarmAction]) -> list[type[FarmAction]]:
    children: list[type[FarmAction]] = kind.__subclasses__()
    return [below for child in children for below in (child, *_descendants(child))]
