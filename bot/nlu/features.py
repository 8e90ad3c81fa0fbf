"""What the classifier sees of a message: its characters, with names and amounts replaced by their kind and without,
side by side and as pairs anywhere, and what its words are about.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from bot.nlu import word_kinds
from bot.nlu.spans import Span

LONGEST = 3
# What features begin with that are more than symbols side by side.
DERIVED = "=~+#"
# Of longer messages the pairs of so many characters count: their number grows with the square.
MOST_PAIRED = 25
_MARK = {
    "commodity": "C", "market": "M", "region": "R", "date": "D", "problem": "P", "job_type": "J",
    "quantity": "Q", "price": "Y", "wage": "W", "phone": "T", "ordinal": "N",
}  # fmt: skip
_PUNCTUATION = re.compile(r"[^\w]+")


def masked(text: str, spans: Sequence[Span]) -> list[str]:
    """The message as symbols: one per character, and <C>, <R>, ... for each span."""
    symbols: list[str] = []
    position = 0
    for span in spans:
        symbols += _characters(text[position : span.start])
        symbols.append(f"<{_MARK[span.entity]}>")
        position = span.end
    return symbols + _characters(text[position:])


def of(text: str, spans: Sequence[Span]) -> list[str]:
    """The distinct features of a message, each time in the same order."""
    symbols = masked(text, spans)
    found = [*_runs(["^", *symbols, "$"]), *_around_names(symbols, spans), *_pairs(symbols)]
    found += ["=" + run for run in _runs(_characters(text))]
    return list(dict.fromkeys([*found, *_kinds(text, spans)]))


def _runs(symbols: list[str]) -> Iterator[str]:
    """One to three symbols side by side; the ends of a message only beside others."""
    for size in range(1, LONGEST + 1):
        for start in range(len(symbols) - size + 1):
            run = "".join(symbols[start : start + size])
            if run not in ("^", "$"):
                yield run


def _around_names(symbols: list[str], spans: Sequence[Span]) -> Iterator[str]:
    """Without the names between them, the words around stand side by side: 白菜多少钱 and 多少钱."""
    bare = [symbol for symbol in symbols if not symbol.startswith("<")]
    yield from ("~" + first + second for first, second in pairwise(bare))
    kinds = sorted({span.entity for span in spans})
    yield from ("has:" + kind for kind in kinds)
    yield "kinds:" + ",".join(kinds)
    yield f"rest:{min(len(bare), 12) // 2}"


def _pairs(symbols: list[str]) -> Iterator[str]:
    """Two symbols that stand anywhere: the order of words is free in speech."""
    distinct = sorted(set(symbols))[:MOST_PAIRED]
    return ("+" + first + second for first, second in combinations(distinct, 2))


def _kinds(text: str, spans: Sequence[Span]) -> Iterator[str]:
    """What the words and names are about: each, two anywhere, two that follow one another, the first and the last."""
    row = _row_of_kinds(text, spans)
    distinct = sorted({kind for kinds in row for kind in kinds})
    yield from ("#" + kind for kind in distinct)
    yield from (f"#{first}+{second}" for first, second in combinations(distinct, 2))
    for before, after in pairwise([("^",), *row, ("$",)]):
        yield from (f"#{first}>{second}" for first in before for second in after)


def _row_of_kinds(text: str, spans: Sequence[Span]) -> list[tuple[str, ...]]:
    row: list[tuple[str, ...]] = []
    position = 0
    for span in spans:
        row += [*word_kinds.of(text[position : span.start]), (_MARK[span.entity],)]
        position = span.end
    return row + word_kinds.of(text[position:])


def _characters(text: str) -> list[str]:
    return list(_PUNCTUATION.sub(",", text))
