"""The figures that were kept: two lines for each time, one for each half of the data."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.evaluation import figures
from tests.evaluation.figures import Figures
from tests.evaluation.halves import PARTS

FILE = Path(__file__).parent.parent.parent / "docs" / "evaluation-history.tsv"
HEAD = ("date", "note", "half", *figures.ALL)


@dataclass(frozen=True)
class Line:
    """The figures of one half on one day."""

    day: date
    note: str
    half: str
    figures: Figures


def read(file: Path = FILE) -> list[Line]:
    """All lines, oldest first; none where nothing was kept; raises ValueError for a line that is not well-formed."""
    if not file.exists():
        return []
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    if tuple(head.split("\t")) != HEAD:
        raise ValueError(f"{file.name}: the first line must name the columns: {', '.join(HEAD)}")
    return [_line(line) for line in lines]


def last(file: Path = FILE) -> dict[str, Figures]:
    """The figures kept last, by half."""
    return {line.half: line.figures for line in read(file)}


def keep(note: str, day: date, measured: Mapping[str, Figures], file: Path = FILE) -> None:
    """Adds the figures of both halves to the end of the file."""
    plain = " ".join(note.split())
    if not plain:
        raise ValueError("a note must say what is kept: a version, or what has changed")
    lines = [] if file.exists() else ["\t".join(HEAD)]
    for part in PARTS:
        values = (figures.written(measured[part][name], 4) for name in figures.ALL)
        lines.append("\t".join((day.isoformat(), plain, part, *values)))
    with file.open("a", encoding="utf-8", newline="\n") as opened:
        opened.write("\n".join(lines) + "\n")


def _line(written: str) -> Line:
    day, note, half, *values = written.split("\t")
    if half not in PARTS or not note.strip():
        raise ValueError(f"a line needs a note and one of {', '.join(PARTS)}: {written}")
    pairs = zip(figures.ALL, map(_value, values), strict=True)
    return Line(date.fromisoformat(day), note, half, dict(pairs))


def _value(written: str) -> float:
    value = math.nan if written == "-" else float(written)
    if not (math.isnan(value) or 0 <= value <= 1):
        raise ValueError(f"a figure must lie between 0 and 1: {written}")
    return value
