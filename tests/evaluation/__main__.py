"""`make eval`: how well messages are understood and articles found, on data that training never saw.

Lines are split by a hash of their text: one half may be tuned on, the figures to quote are the other's.
"""

import hashlib
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from actions.ask_technique import AskTechnique
from actions.base import Question
from bot import service
from bot.nlu.understand import Understander, Understanding, spans_of
from knowledge import catalogue, migrate
from knowledge.catalogue import Catalogue
from knowledge.clock import Clock
from knowledge.db import Store, open_store
from knowledge.starter import fill
from knowledge.text import normalise

HERE = Path(__file__).parent
TODAY = date(2026, 11, 24)
PARTS = ("tuning", "reporting")
_MARK = re.compile(r"\[([^\]]+)\]\((\w+)=([^)]*)\)")

Marked = tuple[str, int, int]


class _Day(Clock):
    """The day on which the messages were written."""

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 2, tzinfo=UTC)


def part_of(text: str) -> str:
    """The half that a line belongs to, for good."""
    return PARTS[hashlib.sha256(text.encode()).digest()[0] % 2]


def messages() -> Iterator[tuple[str, str, set[Marked]]]:
    """Intent, text and marked spans of each message."""
    for line in (HERE / "messages.tsv").read_text(encoding="utf-8").splitlines():
        intent, _, marked = line.partition("\t")
        text, spans, position = "", set(), 0
        for match in _MARK.finditer(marked):
            text += marked[position : match.start()]
            spans.add((match[2], len(text), len(text) + len(match[1])))
            text += match[1]
            position = match.end()
        yield intent, text + marked[position:], spans


def understanding(read: Understander, names: Catalogue) -> None:
    """Prints accuracy of intents, F1 of entity spans, and the commonest confusions of the tuning half."""
    right, total, spans, confused = Counter[str](), Counter[str](), Counter[tuple[str, str]](), Counter[str]()
    for intent, text, marked in messages():
        part, said = part_of(text), read.understand(text, names, TODAY)
        total[part] += 1
        right[part] += said.intent == intent
        found = _spans(said)
        spans[part, "both"] += len(found & marked)
        spans[part, "all"] += len(found) + len(marked)
        if part == "tuning" and said.intent != intent:
            confused[f"{intent} read as {said.intent}"] += 1
    for part in PARTS:
        f1 = 2 * spans[part, "both"] / max(1, spans[part, "all"])
        print(f"{part:10} {total[part]:4} messages  intent {right[part] / max(1, total[part]):.3f}  entity F1 {f1:.3f}")
    for pair, count in confused.most_common(10):
        print(f"  {count:3} {pair}")


def _spans(said: Understanding) -> set[Marked]:
    return {(entity.entity, entity.start, entity.end) for entity in said.entities}


def searching(store: Store, names: Catalogue) -> None:
    """Prints how often a farmer gets the right article, its right part first, and no article where none answers."""
    counts: dict[str, Counter[str]] = {part: Counter() for part in PARTS}
    for line in (HERE / "questions.tsv").read_text(encoding="utf-8").splitlines():
        question, file, heading = (*line.split("\t"), "", "")[:3]
        with store.reading() as session:
            answer = AskTechnique().answer(_asked(question, names), session)
        count = counts[part_of(question)]
        if file == "-":
            count["without"] += 1
            count["declined"] += answer.is_open
            continue
        count["with"] += 1
        first = answer.text.partition("\n")[0]
        if f"【{_title(file)}】" in first:
            count["article"] += 1
            count["part"] += first.endswith("】" + heading.removeprefix("## ").strip())
    for part, count in counts.items():
        whole, none = max(1, count["with"]), max(1, count["without"])
        print(
            f"{part:10} {count['with']:4} questions  article {count['article'] / whole:.3f}"
            f"  part {count['part'] / whole:.3f}  {count['without']} without an article, declined"
            f" {count['declined'] / none:.3f}"
        )


def _asked(text: str, names: Catalogue) -> Question:
    spans = spans_of(normalise(text).text, names, TODAY)
    entities = tuple((span.entity, span.value) for span in spans)
    return Question(text, "ask_technique", entities, names.home_region, False, _Day().now(), TODAY, names)


def _title(file: str) -> str:
    written = (fill.HERE / "articles" / file).read_text(encoding="utf-8")
    found = re.search(r"^title: (.+)$", written, re.MULTILINE)
    assert found, file
    return found[1].strip()


def main() -> None:
    """Fills a store of its own, trains, and prints."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/evaluation.sqlite")
        migrate.upgrade(store)
        fill.fill(store, _Day(), "430725000000", starter=True, demo=False)
        with store.reading() as session:
            names = catalogue.current(session)
        understanding(Understander(service.trained(store)), names)
        searching(store, names)
        store.engine.dispose()


if __name__ == "__main__":
    main()
