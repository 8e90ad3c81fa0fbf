"""A Rasa server's call of an action, made readable for answers: they know canonical values and the farmer's words."""

from collections.abc import Set
from datetime import date
from typing import Any

from bot import shorthand
from bot.nlu.understand import canonical
from knowledge import catalogue, clock, db
from knowledge.catalogue import Catalogue


def readable(call: dict[str, Any], intents: Set[str]) -> dict[str, Any]:
    """The call with canonical entity values (昨天: 2026-11-23), whatever pipeline found them.

    A tapped button's text is made of its values: its shorthand has no words to search by.
    """
    tracker = call.get("tracker") or {}
    message = tracker.get("latest_message") or {}
    entities = message.get("entities") or []
    tapped = shorthand.read(str(message.get("text") or ""), intents)
    if not entities and not tapped:
        return call
    with db.current().reading() as session:
        names = catalogue.current(session)
    today = clock.current().today()
    known = {**message, "entities": [_known(entity, names, today) for entity in entities]}
    if tapped:
        known["text"] = " ".join(value for _, value in tapped.entities)
    return {**call, "tracker": {**tracker, "latest_message": known}}


def _known(entity: dict[str, Any], names: Catalogue, today: date) -> dict[str, Any]:
    return {**entity, "value": canonical(str(entity["entity"]), str(entity["value"]), names, today)}
