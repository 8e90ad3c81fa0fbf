"""Figures as plain tables."""

import unicodedata
from collections.abc import Sequence


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Prints a titled table: the first column to the left, figures to the right."""
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(_width(row[i]) for row in cells) for i in range(len(head))]
    print(f"\n{title}", flush=True)
    for row in cells:
        first, *others = (" " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        print("  ".join([row[0] + first, *(space + cell for space, cell in zip(others, row[1:], strict=True))]))
    print(end="", flush=True)


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that `percent` of all do not exceed, by nearest rank; raises ValueError for no values."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[max(0, -int(-len(ordered) * percent // 100) - 1)]


def _width(text: str) -> int:
    """Columns on a screen: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
