"""How well messages are understood: intents, and entities by span and by value."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.nlu.understand import Understander, Understanding
from knowledge.catalogue import Catalogue
from tests.evaluation.figures import UNDERSTANDING, Figures
from tests.evaluation.halves import HERE, ratio

TODAY = date(2026, 11, 24)
_MARK = re.compile(r"\[([^\]]+)\]\((\w+)=([^)]*)\)")


@dataclass(frozen=True)
class Marked:
    """A message with what it means; `spans` are kind, start and end, `values` kind and value."""

    intent: str
    kind: str
    text: str
    spans: frozenset[tuple[str, int, int]]
    values: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Read:
    """A message and how it was read."""

    message: Marked
    said: Understanding

    @property
    def is_right(self) -> bool:
        return self.said.intent == self.message.intent

    @property
    def spans(self) -> frozenset[tuple[str, int, int]]:
        return frozenset((e.entity, e.start, e.end) for e in self.said.entities)

    @property
    def values(self) -> frozenset[tuple[str, str]]:
        return frozenset((e.entity, e.value) for e in self.said.entities)


def messages() -> Iterator[Marked]:
    """All marked messages: `intent<TAB>text`, or `intent<TAB>kind<TAB>text`."""
    for name in ("messages.tsv", "everyday.tsv"):
        for line in (HERE / name).read_text(encoding="utf-8").splitlines():
            intent, *middle, marked = line.split("\t")
            yield _unmarked(intent, middle[0] if middle else "plain", marked)


def _unmarked(intent: str, kind: str, marked: str) -> Marked:
    text, spans, values, position = "", set(), set(), 0
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()]
        spans.add((match[2], len(text), len(text) + len(match[1])))
        values.add((match[2], match[3]))
        text += match[1]
        position = match.end()
    return Marked(intent, kind, text + marked[position:], frozenset(spans), frozenset(values))


def read(understander: Understander, names: Catalogue) -> list[Read]:
    """Every marked message as it is understood."""
    return [Read(message, understander.understand(message.text, names, TODAY)) for message in messages()]


def figures(readings: Sequence[Read]) -> Figures:
    """The figures of one half."""
    spans = [(reading.spans, reading.message.spans) for reading in readings]
    values = [(reading.values, reading.message.values) for reading in readings]
    dates = [(_dates(found), _dates(wanted)) for found, wanted in values]
    of_scope, farming = (
        [r for r in readings if (r.message.intent == "out_of_scope") == is_out] for is_out in (True, False)
    )
    measured = (
        ratio(sum(reading.is_right for reading in readings), len(readings)),
        macro_f1(readings),
        _f1(values),
        _f1(spans),
        ratio(sum(len(found & wanted) for found, wanted in dates), sum(len(wanted) for _, wanted in dates)),
        _refused(of_scope),
        _refused(farming),
    )
    return dict(zip(UNDERSTANDING, measured, strict=True))


def _dates(values: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset(value for value in values if value[0] == "date")


def _refused(readings: Sequence[Read]) -> float:
    return ratio(sum(reading.said.intent == "out_of_scope" for reading in readings), len(readings))


def _f1(pairs: Collection[tuple[frozenset[tuple[object, ...]], frozenset[tuple[object, ...]]]]) -> float:
    both = sum(len(found & wanted) for found, wanted in pairs)
    return ratio(2 * both, sum(len(found) + len(wanted) for found, wanted in pairs))


@dataclass
class Tally:
    """How often an intent was meant, read, and both."""

    meant: int = 0
    read: int = 0
    both: int = 0

    @property
    def f1(self) -> float:
        return ratio(2 * self.both, self.meant + self.read)


def tallies(readings: Sequence[Read]) -> dict[str, Tally]:
    """How each intent that occurs was read."""
    found: dict[str, Tally] = defaultdict(Tally)
    for reading in readings:
        found[reading.message.intent].meant += 1
        found[reading.said.intent].read += 1
        found[reading.message.intent].both += reading.is_right
    return dict(found)


def macro_f1(readings: Sequence[Read]) -> float:
    """The mean F1 of the intents that are meant at least once."""
    scores = [tally.f1 for tally in tallies(readings).values() if tally.meant]
    return ratio(sum(scores), len(scores))
