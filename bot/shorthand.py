"""Rasa's shorthand for a message that was tapped, not written: `/ask_price{"commodity": ["尖椒"]}`."""

import json
import re
from collections.abc import Set
from dataclasses import dataclass

_FORM = re.compile(r"/(\w+)\s*(\{.*\})?")


@dataclass(frozen=True)
class Tapped:
    """An intent and its entities; `start` and `end` are where the entities stand in the text."""

    intent: str
    entities: tuple[tuple[str, str], ...]
    start: int
    end: int


def read(text: str, intents: Set[str]) -> Tapped | None:
    """What the shorthand says; None for a text that is none or names an intent that nobody answers."""
    match = _FORM.fullmatch(text.strip())
    if not match or match[1] not in intents:
        return None
    try:
        entities = json.loads(match[2] or "{}")
    except ValueError:
        return None
    listed = {kind: values if isinstance(values, list) else [values] for kind, values in entities.items()}
    pairs = tuple((kind, str(value)) for kind, values in listed.items() for value in values)
    return Tapped(match[1], pairs, *match.span(2))
