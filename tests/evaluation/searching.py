"""How well articles are found: by the answer that a farmer gets, and by the order of what search finds."""

import math
import re
from collections import Counter, defaultdict
from datetime import UTC, datetime

from actions.ask_technique import AskTechnique
from actions.base import Question
from bot import lookup
from bot.nlu.understand import Understander, spans_of
from knowledge.catalogue import Catalogue
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.starter import fill
from knowledge.text import normalise
from tests.evaluation.halves import HERE, PARTS, part_of, share
from tests.evaluation.understanding import TODAY

DEPTH = 5


class Day(Clock):
    """The day on which the messages were written."""

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 2, tzinfo=UTC)


def answers(store: Store, names: Catalogue) -> None:
    """Prints how often a farmer gets the right article, its right part first, and none where none answers."""
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
        if f"【{title_of(file)}】" in first:
            count["article"] += 1
            count["part"] += first.endswith("】" + heading.removeprefix("## ").strip())
    for part, count in counts.items():
        print(
            f"{part:10} {count['with']:5} questions  article {share(count['article'], count['with'])}"
            f"  part {share(count['part'], count['with'])}  {count['without']} without an article, declined"
            f" {share(count['declined'], count['without'])}"
        )


def ranking(store: Store, read: Understander) -> None:
    """Prints how often the best article comes first, and nDCG of the first five against the grades."""
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (HERE / "queries.tsv").read_text(encoding="utf-8").splitlines():
        query, file, grade, *_ = line.split("\t")
        if file != "-":
            grades[query][title_of(file)] = int(grade)
    counts: dict[str, Counter[str]] = {part: Counter() for part in PARTS}
    gains = dict.fromkeys(PARTS, 0.0)
    for query, wanted in grades.items():
        found = lookup.found(store, read, query, "article", 40, TODAY)
        titles = list(dict.fromkeys(hit.passage.title for hit in found))[:DEPTH]
        part = part_of(query)
        counts[part]["all"] += 1
        counts[part]["first"] += bool(titles) and wanted.get(titles[0]) == max(wanted.values())
        ideal = _gain(sorted(wanted.values(), reverse=True)[:DEPTH])
        gains[part] += _gain([wanted.get(title, 0) for title in titles]) / ideal
    for part, count in counts.items():
        print(
            f"{part:10} {count['all']:5} searches  best article first {share(count['first'], count['all'])}"
            f"  nDCG@{DEPTH} {gains[part] / max(1, count['all']):.3f}"
        )


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def _asked(text: str, names: Catalogue) -> Question:
    spans = spans_of(normalise(text).text, names, TODAY)
    entities = tuple((span.entity, span.value) for span in spans)
    return Question(text, "ask_technique", entities, names.home_region, False, Day().now(), TODAY, names)


def title_of(file: str) -> str:
    """The title of a starter article."""
    written = (fill.HERE / "articles" / file).read_text(encoding="utf-8")
    found = re.search(r"^title: (.+)$", written, re.MULTILINE)
    assert found, file
    return found[1].strip()
