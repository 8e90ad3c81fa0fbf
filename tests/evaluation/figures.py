"""The figures of an evaluation, each beside how it differs from the one kept last."""

import math
from collections.abc import Mapping, Sequence

from tests.bench.figures import table
from tests.evaluation.halves import PARTS

Figures = dict[str, float]
UNDERSTANDING = (
    "intent accuracy", "intent macro-F1", "entity F1 by value", "entity F1 by span", "dates resolved",
    "out of scope caught", "farming refused",
)  # fmt: skip
TALKS = ("talks without a wrong turn",)
SEARCH = (
    "best article first", "nDCG@5", "BM25 best article first", "BM25 nDCG@5",
    "best of graded first", "nDCG@5 of graded", "BM25 best of graded first", "BM25 nDCG@5 of graded",
)  # fmt: skip
QUESTIONS = ("right article", "right part", "declined where none answers")
ALL = (*UNDERSTANDING, *TALKS, *SEARCH, *QUESTIONS)
_LESS_IS_BETTER = frozenset({"farming refused"})
# What others would do is no merit of ours.
_FOR_COMPARISON = frozenset(name for name in SEARCH if name.startswith("BM25"))
WORSE_BY = 0.005


def difference(name: str, now: float, before: float | None) -> str:
    """How a figure differs from the one kept, with ▼ where it is worse by more than 0.005."""
    if before is None or math.isnan(now) or math.isnan(before):
        return ""
    change = round(now - before, 4)
    gain = 0.0 if name in _FOR_COMPARISON else -change if name in _LESS_IS_BETTER else change
    return f"{change:+.3f}".replace("-0.000", "+0.000") + (" ▼" if gain < -WORSE_BY else "")


def report(title: str, counts: Mapping[str, int], measured: Mapping[str, Figures], kept: Mapping[str, Figures]) -> None:
    """Prints the figures of both halves and their differences from those kept; `counts` is how many each rests on."""
    head = ["", *(cell for part in PARTS for cell in (f"{part} ({counts[part]})", "since kept"))]
    table(title, head, [_row(name, measured, kept) for name in measured[PARTS[0]]])


def _row(name: str, measured: Mapping[str, Figures], kept: Mapping[str, Figures]) -> Sequence[str]:
    cells = [name]
    for part in PARTS:
        value = measured[part][name]
        cells += [written(value, 3), difference(name, value, kept.get(part, {}).get(name))]
    return cells


def written(value: float, digits: int) -> str:
    """A figure in so many digits; a dash where nothing was measured."""
    return "-" if math.isnan(value) else f"{value:.{digits}f}"
