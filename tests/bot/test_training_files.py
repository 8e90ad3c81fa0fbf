"""The training files as a Rasa server reads them."""

import re

from bot import rasa_domain
from bot.dispatch import Dispatcher
from bot.nlu import training
from knowledge import intents
from knowledge.text import normalise

_MARK = re.compile(r"\]\((\w+)\)")


def test_no_sentence_stands_under_two_intents() -> None:
    read: dict[str, str] = {}
    for example in training.read_examples():
        text = normalise(example.text).text
        assert read.setdefault(text, example.intent) == example.intent, text


def test_every_intent_has_training_and_every_training_an_intent(dispatcher: Dispatcher) -> None:
    assert {example.intent for example in training.read_examples()} == dispatcher.intents


def test_every_intent_has_a_name_for_staff(dispatcher: Dispatcher) -> None:
    assert {*intents.NAMES, *intents.OF_TALK} == dispatcher.intents


def test_every_marked_entity_is_in_the_domain() -> None:
    kinds = {kind for path in training.FOLDER.glob("*.yml") for kind in _MARK.findall(path.read_text(encoding="utf-8"))}
    assert kinds <= set(rasa_domain.ENTITIES)
