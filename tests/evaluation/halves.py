"""Two halves of the evaluation data: one may be tuned on, the figures to quote are the other's."""

import hashlib
import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

HERE = Path(__file__).parent
TUNING, REPORTING = PARTS = ("tuning", "reporting")
_T = TypeVar("_T")


def part_of(text: str) -> str:
    """The half that a line belongs to, for good: a hash of its text decides."""
    return PARTS[hashlib.sha256(text.encode()).digest()[0] % 2]


def halved(items: Iterable[_T], text: Callable[[_T], str]) -> dict[str, list[_T]]:
    """The items of each half, in their order."""
    halves: dict[str, list[_T]] = {part: [] for part in PARTS}
    for item in items:
        halves[part_of(text(item))].append(item)
    return halves


def ratio(count: float, whole: float) -> float:
    """The share of `count` in `whole`; not a number where there is nothing to share."""
    return count / whole if whole else math.nan


def share(count: float, whole: float) -> str:
    """A share in three digits; a dash where there is nothing to share."""
    return f"{count / whole:.3f}" if whole else "-"
