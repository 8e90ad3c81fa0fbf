"""Which everyday words are about the same: 么子 and 什么 both ask what, 低保 and 宅基地 are both public matters."""

from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("word_kinds.tsv")


def of(text: str) -> list[tuple[str, ...]]:
    """The kinds of each known word of a text, in its order; the longest word that stands at a place counts."""
    words, longest = _table()
    found: list[tuple[str, ...]] = []
    position = 0
    while position < len(text):
        for size in longest.get(text[position], ()):
            kinds = words.get(text[position : position + size])
            if kinds:
                found.append(kinds)
                position += size
                break
        else:
            position += 1
    return found


@cache
def _table() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[int, ...]]]:
    """The kinds of each word, and how long the words are that begin with a character, longest first."""
    words: dict[str, tuple[str, ...]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, listed = line.split("\t")
            for word in listed.split():
                words[word] = (*words.get(word, ()), kind)
    sizes: dict[str, set[int]] = {}
    for word in words:
        sizes.setdefault(word[0], set()).add(len(word))
    return words, {first: tuple(sorted(found, reverse=True)) for first, found in sizes.items()}
