"""Other markets, simulated: the file knows one only.

Each quotes the week's usual figure (the median of seven quotes around the day, so that a day's mix-up of varieties is
not mirrored while a lasting move is) at a level and with a noise of its own, on six days of ten, wrong in one of a hundred.
"""

import random
from collections import defaultdict
from statistics import median

from tests.planted_prices.lines import Key, Line

MARKETS, PRESENT, LEVEL, NOISE, WRONG = 3, 0.6, 0.2, 0.08, 0.01

Figures = dict[Key, list[tuple[float, float]]]


def simulate(lines: list[Line], seed: int) -> Figures:
    """For each series and day what other markets quote: that day's figure and the usual one of the five before."""
    rng = random.Random(seed)
    by_series: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_series[line.series].append(line)
    found: Figures = defaultdict(list)
    for series, own in by_series.items():
        for _ in range(MARKETS):
            _market(found, series, own, rng)
    return found


def _market(found: Figures, series: str, own: list[Line], rng: random.Random) -> None:
    level = rng.lognormvariate(0, LEVEL)
    before: list[float] = []
    for place, line in enumerate(own):
        if rng.random() > PRESENT:
            continue
        week = median(near.average for near in own[max(0, place - 3) : place + 4])
        figure = week * level * rng.lognormvariate(0, NOISE)
        if rng.random() < WRONG:
            figure *= rng.choice((2.0, 0.5, 10.0))
        if before:
            found[series, line.day].append((figure, median(before[-5:])))
        before.append(figure)
