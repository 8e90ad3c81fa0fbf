"""What the classifier sees of a message: its characters in ones to fours, names and amounts replaced by their kind."""

import re

from bot.nlu.spans import Span

LONGEST = 4
_MARK = {
    "commodity": "C", "market": "M", "region": "R", "date": "D", "problem": "P", "job_type": "J",
    "quantity": "Q", "price": "Y", "wage": "W", "phone": "T", "ordinal": "N",
}  # fmt: skip
_PUNCTUATION = re.compile(r"[^\w]+")


def masked(text: str, spans: list[Span]) -> list[str]:
    """The message as symbols: one per character, and <C>, <R>, ... for each span."""
    symbols: list[str] = []
    position = 0
    for span in spans:
        symbols += _characters(text[position : span.start])
        symbols.append(f"<{_MARK[span.entity]}>")
        position = span.end
    return symbols + _characters(text[position:])


def of(text: str, spans: list[Span]) -> list[str]:
    """The distinct features of a message."""
    symbols = ["^", *masked(text, spans), "$"]
    features = {
        "".join(symbols[start : start + size])
        for size in range(1, LONGEST + 1)
        for start in range(len(symbols) - size + 1)
    }
    features.discard("^")
    features.discard("$")
    bare = [symbol for symbol in symbols if symbol not in ("^", "$") and not symbol.startswith("<")]
    # Without the names between them, the words around stand side by side: 白菜多少钱 and 多少钱.
    features.update("~" + "".join(bare[start : start + 2]) for start in range(len(bare) - 1))
    kinds = sorted({span.entity for span in spans})
    features.update("has:" + kind for kind in kinds)
    features.add("kinds:" + ",".join(kinds))
    features.add(f"rest:{min(len(bare), 12) // 2}")
    return sorted(features)


def _characters(text: str) -> list[str]:
    return list(_PUNCTUATION.sub(",", text))
