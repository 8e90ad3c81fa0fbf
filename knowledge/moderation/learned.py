"""How much a post reads like frauds: weights of its characters and pairs of them (`learned.tsv`), learned from posts.

`python -m tests.moderation.learn` writes the weights from the half of the posts that rules are made with.
"""

import re
from functools import cache
from math import sqrt
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).parent / "learned.tsv"
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_NUMERAL = re.compile("[一二两三四五六七八九]")
_PARTS_SHOWN = 3
# Above the one a post is held, above the other together with a further sign.
SURE, MAYBE = 0.9, 0.5
# Below it a post reads like honest ones.
HONEST = -1.0
# A text of fewer parts says too little.
_LEAST_PARTS = 16


class Likeness(NamedTuple):
    """Above 0 a post reads more like frauds than like honest ones; the pairs say most for it, the heaviest first."""

    score: float
    pairs: tuple[str, ...]


def grams(text: str) -> set[str]:
    """The characters and pairs of a plain text, with figures by their length alone."""
    bare = _FIGURE.sub(lambda match: "#" * min(4, len(match[0].partition(".")[0])), text)
    bare = f"，{_NUMERAL.sub('一', bare)}，"
    return {bare[i : i + size] for size in (1, 2) for i in range(len(bare) - size + 1)}


def likeness(text: str) -> Likeness:
    """How much a plain text reads like frauds."""
    made_of, (base, weights) = grams(text), _weights()
    telling = sorted(
        (gram for gram in made_of & weights.keys() if _is_word(gram)), key=lambda gram: (-weights[gram], gram)
    )
    return Likeness(scored(made_of, base, weights), tuple(telling[:_PARTS_SHOWN]))


def scored(made_of: set[str], base: float, weights: dict[str, float]) -> float:
    """The base and the weights of the parts that are known, over the root of their number; 0 for a few words."""
    known = sorted(weights[gram] for gram in made_of & weights.keys())
    if len(known) < _LEAST_PARTS:
        return 0.0
    return base + sum(known) / sqrt(max(len(known), 1))


def _is_word(gram: str) -> bool:
    return len(gram) == 2 and not set(gram) & set("#，一")


@cache
def _weights() -> tuple[float, dict[str, float]]:
    first, *lines = _FILE.read_text(encoding="utf-8").splitlines()
    return float(first), {gram: float(weight) for gram, weight in (line.split("\t") for line in lines)}
