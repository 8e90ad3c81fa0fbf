"""Real quotes to plant faults in: a file of 新发地's, split by product into a half to tune on and a half to report."""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from knowledge.gates import figures

Key = tuple[str, date]


@dataclass(frozen=True, slots=True)
class Line:
    """One quote in 元/斤 and the night that fetched it; `fault` names what was planted in it, empty where nothing was."""

    series: str
    night: date
    day: date
    low: float
    average: float
    high: float
    fault: str = ""


def is_for_tuning(product: str) -> bool:
    """Whether gates may be tuned on this product; the other half is only ever reported."""
    return hashlib.sha256(product.encode("utf-8")).digest()[0] % 2 == 0


def read(path: Path, tuning: bool) -> list[Line]:
    """The quotes of one half by day and series, without those that the gates on themselves hold already."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if is_for_tuning(row["product"]) == tuning]
    by_key: dict[Key, set[Line]] = defaultdict(set)
    for row in rows:
        line = _line(row)
        if line:
            by_key[line.series, line.day].add(line)
    return sorted(_undisputed(by_key.values()), key=lambda line: (line.day, line.series))


def _line(row: dict[str, str]) -> Line | None:
    try:
        low, average, high = (Decimal(row[name]) for name in ("low", "avg", "high"))
    except InvalidOperation:
        return None
    day = date.fromisoformat(row["date"])
    if figures.on_itself(low, average, high, day, day):
        return None
    return Line(f"{row['product']} {row['spec']}", day, day, float(low), float(average), float(high))


def _undisputed(same_day: Iterable[set[Line]]) -> list[Line]:
    """Quotes of one series and day that contradict each other are held by a gate of their own."""
    return [line for lines in same_day if len(lines) == 1 for line in lines]
