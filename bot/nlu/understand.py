"""From a message to what it wants: intent, entities and how sure that is."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from typing import Protocol

from bot.nlu import amounts, belonging, breaks, dates, evidence, features, gazetteer
from bot.nlu.evidence import Ranking
from bot.nlu.hearing import Hearing
from bot.nlu.model import Model
from bot.nlu.spans import Span, without_overlaps
from knowledge.catalogue import Catalogue
from knowledge.text import Normal, normalise

MOST_CHARACTERS = 500
MOST_KEPT, LONGEST_KEPT = 500, 60
_LIKELY, _SURE = 0.45, 0.6
_CANCEL = frozenset({"0", "取消", "菜单", "退出", "主菜单", "返回", "返回菜单", "回到菜单"})
_MORE = frozenset({"更多", "继续", "下一页", "还有吗", "还有没有", "接着看", "往下", "后面的", "再看看"})
# Words that lead out of everything mean the same whatever staff say of them.
_ALWAYS = frozenset({"cancel", "more"})
_WORDS = re.compile(r"[\u3400-\u9fff\U00020000-\U000323afa-z]")
# Intents in which a name that is also another word (红灯, 鱼) is taken for the commodity.
_ABOUT_COMMODITIES = frozenset(
    {
        "ask_price", "ask_price_trend", "compare_prices", "set_price_alert", "delete_price_alert", "ask_technique",
        "ask_expert", "find_supply", "find_demand", "post_supply", "post_demand", "find_jobs", "post_job",
        "ask_notice", "subscribe", "unsubscribe", "give_feedback",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Entity:
    """A recognised part; offsets count characters of the text as sent."""

    entity: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Understanding:
    """What a message means by itself, without what was said before; `heard` is its text as it was meant."""

    text: str
    heard: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    entities: tuple[Entity, ...]
    # What is left without the entities and little words: empty for 那萝卜呢.
    rest: str
    # All names and amounts, also those that mean nothing under the intent: what an unfinished form may be told.
    found: tuple[Entity, ...] = ()

    def values(self, kind: str) -> list[str]:
        """The distinct values of one kind, in the order of the message."""
        return list(dict.fromkeys(entity.value for entity in self.entities if entity.entity == kind))


class Understands(Protocol):
    """Whatever reads messages."""

    def understand(self, text: str, catalogue: Catalogue, today: date) -> Understanding:
        """The reading of one message."""


class Understander:
    """Understands messages with one model over the catalogue of the moment."""

    def __init__(self, model: Model) -> None:
        self._classifier = model.classifier
        self._hearing = Hearing(model.language)
        self._told = {_bare(normalise(text).text): intent for text, intent in model.told}
        self._kept: tuple[Catalogue, Callable[[str, date], Understanding]] | None = None

    def understand(self, text: str, catalogue: Catalogue, today: date) -> Understanding:
        """The reading of one message; its first 500 characters count. Short ones are read once a day."""
        if len(text) > LONGEST_KEPT:
            return self._read(catalogue, text, today)
        kept = self._kept
        if kept is None or kept[0] is not catalogue:
            kept = self._kept = (catalogue, lru_cache(MOST_KEPT)(partial(self._read, catalogue)))
        return kept[1](text, today)

    def _read(self, catalogue: Catalogue, text: str, today: date) -> Understanding:
        sent = normalise(text[: MOST_CHARACTERS * 2])
        typed = replace(sent, text=sent.text[:MOST_CHARACTERS])
        plain = self._hearing.heard(typed, catalogue)
        found = _found(plain.text, catalogue, today)
        spans = without_overlaps(found)
        fixed = _fixed_intent(plain.text, spans)
        if fixed not in _ALWAYS:
            fixed = self._told.get(_bare(typed.text), fixed)
        ranking = ((fixed, 1.0),) if fixed else self._first_request(plain.text, catalogue, today)
        ranking = ranking or self._weighed(plain.text, spans)
        intent, confidence = ranking[0]
        everything = _entities(plain, spans)
        if _rest(plain.text, spans):
            spans = without_overlaps(belonging.of(intent, found))
        if intent not in _ABOUT_COMMODITIES:
            spans = [span for span in spans if not span.weak]
        heard = text if plain.text == typed.text else plain.text
        rest = _rest(plain.text, spans)
        return Understanding(text, heard, intent, confidence, ranking, _entities(plain, spans), rest, everything)

    def _first_request(self, text: str, catalogue: Catalogue, today: date) -> Ranking | None:
        """The reading of the first of several requests; None where the message is one."""
        parts = breaks.parts(text)
        if not parts.may_be_requests:
            return None
        first, second = (self._weighed(part, spans_of(part, catalogue, today)) for part in parts.texts[:2])
        (intent, p), (other, q) = first[0], second[0]
        if intent in evidence.TALK or p < _LIKELY or (p < _SURE and not parts.is_joined):
            return None
        if not parts.is_joined and (q < _SURE or other in (intent, *evidence.TALK)):
            return None
        return first

    def _weighed(self, text: str, spans: list[Span]) -> Ranking:
        return evidence.weighed(self._ranking(text, spans), text, spans)

    def _ranking(self, text: str, spans: list[Span]) -> tuple[tuple[str, float], ...]:
        probabilities = self._classifier.probabilities(features.of(text, spans))
        order = probabilities.argsort()[::-1][:10]
        return tuple((self._classifier.intents[i], round(float(probabilities[i]), 4)) for i in order)


def spans_of(text: str, catalogue: Catalogue, today: date) -> list[Span]:
    """All names, dates and amounts of a normalised text, without overlaps."""
    return without_overlaps(_found(text, catalogue, today))


def canonical(entity: str, words: str, catalogue: Catalogue, today: date) -> str:
    """The value of words that another reader marked as an entity (昨天: 2026-11-23); the words where it has none."""
    text = normalise(words).text
    whole = [span for span in _found(text, catalogue, today) if span.length == len(text) and span.entity == entity]
    return whole[0].value if whole else words


def _found(text: str, catalogue: Catalogue, today: date) -> list[Span]:
    return [*gazetteer.find(text, catalogue), *dates.find(text, today), *amounts.find(text)]


def featurise(text: str, hearing: Hearing, catalogue: Catalogue, today: date) -> list[str]:
    """What the classifier sees of a message as sent."""
    plain = hearing.heard(normalise(text), catalogue).text[:MOST_CHARACTERS]
    return features.of(plain, spans_of(plain, catalogue, today))


def _bare(text: str) -> str:
    return text.strip(" ,.!?。，！？、~")


def _fixed_intent(text: str, spans: Sequence[Span]) -> str:
    """Readings that need no classifier."""
    bare = _bare(text)
    if bare in _CANCEL:
        return "cancel"
    if bare in _MORE:
        return "more"
    if len(spans) == 1 and spans[0].entity == "ordinal" and len(text) <= 6:
        return "choose"
    if len(spans) == 1 and spans[0].entity == "region" and spans[0].end - spans[0].start == len(bare):
        return "set_location"
    if len(spans) == 1 and spans[0].entity == "problem" and spans[0].end - spans[0].start == len(bare):
        # Who says no more than the name of a sickness asks what to do about it.
        return "ask_technique"
    return "" if _WORDS.search(text) else "out_of_scope"


_LITTLE = re.compile(
    r"那么?|呢|嘞|咧|的|啊|呀|吗|嘛|哒|咯|啵|噻|哦|和|还有|再|看看|看一下|问问|问下|如果|换成?|是|在|[^\w]"
)


def _rest(text: str, spans: list[Span]) -> str:
    kept, position = [], 0
    for span in spans:
        kept.append(text[position : span.start])
        position = span.end
    kept.append(text[position:])
    return _LITTLE.sub("", "".join(kept))


def _entities(plain: Normal, spans: list[Span]) -> tuple[Entity, ...]:
    found = []
    for span in spans:
        start, end = plain.span(span.start, span.end)
        found.append(Entity(span.entity, span.value, start, end))
    return tuple(found)
