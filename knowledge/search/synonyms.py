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


@cache
def _meanings() -> tuple[tuple[str, ...], ...]:
    lines = (Path(__file__).parent / "synonyms.txt").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("|")) for line in lines if not line.startswith("#"))
