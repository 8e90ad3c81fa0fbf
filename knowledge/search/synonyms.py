"""What farmers and articles call by different words: 屙稀 and 腹泻."""

from functools import cache
from pathlib import Path

from knowledge.text import tokens


def alternatives(text: str) -> dict[str, float]:
    """Tokens of words that mean what words of the text mean, each with its share of such a word, 0 to 1."""
    found: dict[str, float] = {}
    for meaning in _meanings():
        if any(word in text for word in meaning):
            for word in meaning:
                shared = tokens(word) if word not in text else []
                for token in shared:
                    found[token] = max(found.get(token, 0.0), 1 / len(shared))
    return found


def equivalents(text: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """For each token of a word in the text that has others of its meaning: the tokens of each of these."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for meaning in _meanings():
        said = [word for word in meaning if word in text]
        others = tuple(tuple(tokens(word)) for word in meaning if word not in text)
        for word in said:
            found.update({token: found.get(token, ()) + others for token in tokens(word)})
    return found


def in_one_word(text: str) -> str:
    """The text with the first word of each meaning in place of the others (屙稀 for 拉肚子)."""
    for word, first in _firsts():
        text = text.replace(word, first)
    return text


@cache
def _firsts() -> tuple[tuple[str, str], ...]:
    """Every word with the first of its meaning, longest words first."""
    pairs = [(word, meaning[0]) for meaning in _meanings() for word in meaning[1:]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _meanings() -> tuple[tuple[str, ...], ...]:
    lines = (Path(__file__).parent / "synonyms.txt").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("|")) for line in lines if not line.startswith("#"))
