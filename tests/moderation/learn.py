"""Learns what frauds read like: `python -m tests.moderation.learn`, or with `try` how well by voices left out.

Logistic regression with a ridge over characters and pairs; it learns from the half that rules are made with alone.
"""

import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.moderation import learned
from knowledge.moderation.rules import plain
from tests.moderation import posts as older
from tests.moderation.hands import AFTER, TUNE, posts

Floats = NDArray[np.float64]
_RIDGE, _ROUNDS, _LEAST = 0.1, 600, 2
_LEARNED = Path(learned.__file__).parent / "learned.tsv"
OLDER, TALKS = "older posts", "talks"
_TRAINING, _INTENTS = Path(__file__).parents[2] / "bot" / "training", ("post_job", "post_supply", "post_demand")


def examples() -> tuple[list[set[str]], Floats, list[str]]:
    """What each post is made of, 1 for a fraud and 0 for an honest one, and in whose voice."""
    found = [(each.post.text, each.is_fraud, each.hand) for each in (*posts(TUNE), *posts(AFTER))]
    found += [(text, False, TALKS) for text in _talks()]
    found += [(post.text, is_scam, OLDER) for half in (older.TUNE, older.AFTER) for is_scam, post in older.posts(half)]
    return (
        [learned.grams(plain(text)) for text, _, _ in found],
        np.array([float(is_fraud) for _, is_fraud, _ in found]),
        [hand for _, _, hand in found],
    )


def _talks() -> list[str]:
    """What farmers write who want to sell, buy or hire: the training of those three intents, all of it honest."""
    lines = (line for intent in _INTENTS for line in (_TRAINING / f"{intent}.yml").read_text("utf-8").splitlines())
    said = (line.strip() for line in lines if line.strip().startswith("- ") and "intent:" not in line)
    return [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line[2:]) for line in said]


def fitted(made_of: list[set[str]], frauds: Floats) -> tuple[float, dict[str, float]]:
    """The base and the weight of each part."""
    often = Counter(gram for grams in made_of for gram in grams)
    places = {gram: place for place, gram in enumerate(sorted(g for g, count in often.items() if count >= _LEAST))}
    rows = np.zeros((len(made_of), len(places)))
    for row, grams in zip(rows, made_of, strict=True):
        row[[places[gram] for gram in grams if gram in places]] = 1
    rows /= np.sqrt(np.maximum(rows.sum(1), 1))[:, None]
    base, shares = _descended(rows @ rows.T, 2 * frauds - 1)
    weights = rows.T @ shares
    return base, {gram: float(weights[place]) for gram, place in places.items()}


def _descended(alike: Floats, signs: Floats) -> tuple[float, Floats]:
    shares, base = np.zeros(len(signs)), 0.0
    step = 1 / (np.linalg.eigvalsh(alike)[-1] / 4 + _RIDGE)
    for _ in range(_ROUNDS):
        slope = -signs / (1 + np.exp(signs * (alike @ shares + base)))
        shares -= step * (slope + _RIDGE * shares)
        base -= 0.2 * slope.mean()
    return float(base), shares


def left_out() -> None:
    """Prints what it makes of each voice when it has learned from the others alone."""
    made_of, frauds, hands = examples()
    for hand in sorted(set(hands) - {OLDER, TALKS}):
        others = [i for i, other in enumerate(hands) if other != hand]
        base, weights = fitted([made_of[i] for i in others], frauds[others])
        mine = [i for i, other in enumerate(hands) if other == hand]
        scores = [learned.scored(made_of[i], base, weights) for i in mine]
        held = [score > learned.SURE for score in scores]
        right = sum(h for h, i in zip(held, mine, strict=True) if frauds[i])
        wrong = sum(h for h, i in zip(held, mine, strict=True) if not frauds[i])
        print(f"{hand}: {right} of {int(frauds[mine].sum())} frauds, {wrong} of {int((1 - frauds[mine]).sum())} honest")


def write() -> None:
    """Writes the weights that say anything."""
    made_of, frauds, _ = examples()
    base, weights = fitted(made_of, frauds)
    lines = [f"{gram}\t{weight:.2f}" for gram, weight in sorted(weights.items())]
    _LEARNED.write_text("\n".join([f"{base:.3f}", *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    left_out() if sys.argv[1:] == ["try"] else write()
