"""The faults that are planted, and where: fixed by a seed before any gate was tuned."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from tests.planted_prices.lines import Line

SHARE = 0.02
STRETCHES, STRETCH = 150, 10


def _times(factor: float) -> Callable[[Line], Line]:
    return lambda line: replace(line, low=line.low * factor, average=line.average * factor, high=line.high * factor)


def _crossed(line: Line) -> Line:
    """Lowest and highest in each other's place, or 1.2 times apart where they are one figure."""
    if line.low < line.high:
        return replace(line, low=line.high, high=line.low)
    return replace(line, low=line.average * 1.2, high=line.average)


# A fault of the unit by its factor, and what it comes from where it has a name.
UNITS = {
    "×2": 2.0, "÷2": 0.5, "元/公斤 read as 元/斤": 2.0, "×5": 5.0, "÷5": 0.2, "×10": 10.0, "÷10": 0.1, "×50": 50.0, "÷50": 0.02,
    "×100": 100.0, "÷100": 0.01, "元/50公斤 read as 元/斤": 100.0, "×1000": 1000.0, "÷1000": 0.001,
    "元/吨 read as 元/斤": 2000.0,
}  # fmt: skip
TWOFOLD = {kind for kind, factor in UNITS.items() if factor in {2.0, 0.5}}
FAULTS: dict[str, Callable[[Line], Line]] = {
    **{kind: _times(factor) for kind, factor in UNITS.items()},
    "average alone ×10": lambda line: replace(line, average=line.average * 10),
    "lowest alone ×10": lambda line: replace(line, low=line.low * 10),
    "highest alone ÷10": lambda line: replace(line, high=line.high / 10),
    "lowest alone ÷10": lambda line: replace(line, low=line.low / 10),
    "highest alone ×10": lambda line: replace(line, high=line.high * 10),
    "lowest above highest": _crossed,
    "negative": _times(-1.0),
    "zero": _times(0.0),
    "a day in the future": lambda line: replace(line, day=line.day + timedelta(30)),
    "a day of last year": lambda line: replace(line, day=line.day - timedelta(365)),
}
LASTING = {"×2 from a day on": 2.0, "÷2 from a day on": 0.5, "×10 from a day on": 10.0}


def plant(lines: list[Line], seed: int) -> list[Line]:
    """The lines, one in fifty of them with a fault, every kind equally often."""
    rng = random.Random(seed)
    kinds = list(FAULTS)
    faulty = dict(zip(rng.sample(range(len(lines)), int(len(lines) * SHARE)), kinds * len(lines), strict=False))
    return [
        replace(FAULTS[faulty[place]](line), fault=faulty[place]) if place in faulty else line
        for place, line in enumerate(lines)
    ]


def plant_lasting(lines: list[Line], seed: int) -> list[Line]:
    """The lines, some series of which go over to another unit for ten quotes and end there."""
    rng = random.Random(seed)
    by_series: dict[str, list[Line]] = {}
    for line in lines:
        by_series.setdefault(line.series, []).append(line)
    long = [series for series, own in by_series.items() if len(own) >= 4 * STRETCH]
    for series, kind in zip(rng.sample(long, min(STRETCHES, len(long))), list(LASTING) * STRETCHES, strict=False):
        own = by_series[series]
        first = rng.randrange(2 * STRETCH, len(own) - STRETCH)
        changed = [replace(_times(LASTING[kind])(line), fault=kind) for line in own[first : first + STRETCH]]
        by_series[series] = own[:first] + changed
    return sorted((line for own in by_series.values() for line in own), key=lambda line: (line.day, line.series))


def plant_nights(lines: list[Line], seed: int) -> list[Line]:
    """The lines, every row of forty nights in another unit: a page whose column was misread."""
    rng = random.Random(seed)
    days = sorted({line.day for line in lines})[60:]
    chosen = dict(zip(rng.sample(days, 40), (2.0, 0.5, 10.0, 50.0) * 10, strict=True))
    return [
        replace(_times(factor)(line), fault=f"whole night ×{factor:g}") if (factor := chosen.get(line.day)) else line
        for line in lines
    ]
