"""How well articles are found, by the order of what search finds, beside a plain BM25 over the same passages."""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot import lookup
from bot.nlu.understand import Understander
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.starter import fill
from tests.evaluation import bm25
from tests.evaluation.figures import SEARCH, Figures
from tests.evaluation.halves import HERE, ratio
from tests.evaluation.understanding import TODAY

DEPTH, MOST = 5, 40


class Day(Clock):
    """The day on which the messages were written."""

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Ranked:
    """A query, the grade of each title that answers it, and the titles that our search and BM25 find."""

    query: str
    grades: dict[str, int]
    ours: list[str]
    plain: list[str]

    def among(self, titles: set[str]) -> "Ranked":
        """The same, as if there were no other titles than these."""
        ours, plain = ([title for title in found if title in titles] for found in (self.ours, self.plain))
        return replace(self, ours=ours, plain=plain)


def ranked(store: Store, read: Understander) -> list[Ranked]:
    """Every query of the data that an article answers, ranked both ways."""
    plain = bm25.over_articles(store)
    return [
        Ranked(query, grades, titles(store, read, query), plain.titles(query)[:MOST])
        for query, grades in graded().items()
    ]


def graded() -> dict[str, dict[str, int]]:
    """The grades of the titles that answer each query; queries that nothing answers are left out."""
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (HERE / "queries.tsv").read_text(encoding="utf-8").splitlines():
        query, file, grade, *_ = line.split("\t")
        if file != "-":
            grades[query][title_of(file)] = int(grade)
    return grades


def titles(store: Store, read: Understander, query: str) -> list[str]:
    """The titles of the articles that search finds, best first."""
    found = lookup.found(store, read, query, "article", MOST, TODAY)
    return list(dict.fromkeys(hit.passage.title for hit in found))


def figures(queries: Sequence[Ranked]) -> Figures:
    """The figures of one half over all articles and over the graded ones alone, ours first.

    Articles that came later than the grades have none, and stand where they may be the better answer.
    """
    pool = {title for grades in graded().values() for title in grades}
    ways: list[Callable[[Ranked], list[str]]] = [lambda query: query.ours, lambda query: query.plain]
    measured = [
        ratio(sum(judge(way(query), query.grades) for query in asked), len(asked))
        for asked in (queries, [query.among(pool) for query in queries])
        for way in ways
        for judge in (is_best_first, ndcg)
    ]
    return dict(zip(SEARCH, measured, strict=True))


def wrong(queries: Sequence[Ranked]) -> list[str]:
    """The queries whose best article does not come first, with what does."""
    return [
        f"{query.query}: {(query.ours or ['nothing'])[0]}, not {max(query.grades, key=query.grades.__getitem__)}"
        for query in queries
        if not is_best_first(query.ours, query.grades)
    ]


def is_best_first(found: list[str], grades: dict[str, int]) -> bool:
    """Whether the first title has the best grade."""
    return bool(found) and grades.get(found[0]) == max(grades.values())


def ndcg(found: list[str], grades: dict[str, int]) -> float:
    """nDCG of the first five titles, 0 to 1."""
    ideal = sorted(grades.values(), reverse=True)[:DEPTH]
    return _gain([grades.get(title, 0) for title in found[:DEPTH]]) / _gain(ideal)


def _gain(grades: list[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def title_of(file: str) -> str:
    """The title of a starter article."""
    written = (fill.HERE / "articles" / file).read_text(encoding="utf-8")
    found = re.search(r"^title: (.+)$", written, re.MULTILINE)
    assert found, file
    return found[1].strip()
