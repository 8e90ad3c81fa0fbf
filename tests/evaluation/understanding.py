"""How well messages are understood: intents by kind of wording, entities by span and by value."""

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.nlu.understand import Understander
from knowledge.catalogue import Catalogue
from tests.evaluation.halves import HERE, PARTS, TUNING, part_of, share

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


def report(read: Understander, names: Catalogue) -> None:
    """Prints the figures of both halves, the kinds of wording, and what is most often confused in the tuning half."""
    counts: dict[str, Counter[str]] = {part: Counter() for part in PARTS}
    intents: dict[str, dict[str, Counter[str]]] = {part: defaultdict(Counter) for part in PARTS}
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    confused, seconds = Counter[str](), 0.0
    for message in messages():
        begun = time.perf_counter()
        said = read.understand(message.text, names, TODAY)
        seconds += time.perf_counter() - begun
        part = part_of(message.text)
        is_right = said.intent == message.intent
        count = counts[part]
        count["all"] += 1
        count["right"] += is_right
        intents[part][message.intent]["said"] += 1
        intents[part][said.intent]["found"] += 1
        intents[part][message.intent]["right"] += is_right
        is_farming = "out_of_scope" if message.intent == "out_of_scope" else "farming"
        count[is_farming] += 1
        count[f"{is_farming} refused"] += said.intent == "out_of_scope"
        _entities(count, message, {(e.entity, e.start, e.end) for e in said.entities}, "span")
        _entities(count, message, {(e.entity, e.value) for e in said.entities}, "value")
        if part == TUNING:
            confused[f"{message.intent} read as {said.intent}"] += not is_right
        else:
            kinds[message.kind]["all"] += 1
            kinds[message.kind]["right"] += is_right
    for part, count in counts.items():
        print(
            f"{part:10} {count['all']:5} messages  intent {share(count['right'], count['all'])}"
            f"  macro-F1 {_macro(intents[part]):.3f}  entity F1 by span {_f1(count, 'span'):.3f}"
            f"  by value {_f1(count, 'value'):.3f}"
            f"  out of scope caught {share(count['out_of_scope refused'], count['out_of_scope'])}"
            f"  farming refused {share(count['farming refused'], count['farming'])}"
        )
    print("  by wording:", "  ".join(f"{kind} {share(c['right'], c['all'])}" for kind, c in sorted(kinds.items())))
    print(f"  {seconds / sum(c['all'] for c in counts.values()) * 1e6:.0f} µs a message")
    for pair, number in confused.most_common(12):
        print(f"  {number:4} {pair}")


def _entities(count: Counter[str], message: Marked, found: set[tuple[object, ...]], by: str) -> None:
    wanted: frozenset[tuple[object, ...]] = message.spans if by == "span" else message.values
    count[f"{by} both"] += len(found & wanted)
    count[f"{by} sum"] += len(found) + len(wanted)


def _f1(count: Counter[str], by: str) -> float:
    return 2 * count[f"{by} both"] / max(1, count[f"{by} sum"])


def _macro(intents: dict[str, Counter[str]]) -> float:
    scores = [2 * c["right"] / (c["said"] + c["found"]) for c in intents.values() if c["said"]]
    return sum(scores) / max(1, len(scores))
