"""Quotes made up for the tests: they stand still on most days, move by some per cent on others, and seldom jump."""

import random
from datetime import date, timedelta
from math import exp

from tests.planted_prices.lines import Line

FIRST = date(2026, 3, 1)
SERIES, DAYS = 60, 150


def lines(seed: int = 7) -> list[Line]:
    """The lines by day and series."""
    rng = random.Random(seed)
    made = [line for number in range(SERIES) for line in _series(f"品种{number}", rng)]
    return sorted(made, key=lambda line: (line.day, line.series))


def _series(name: str, rng: random.Random) -> list[Line]:
    level, restless, band = rng.uniform(1, 8), rng.choice((0.04, 0.08, 0.16)), rng.uniform(0.05, 0.4)
    made = []
    for place in range(DAYS):
        if rng.random() < 0.4:
            level *= exp(rng.gauss(0, restless))
        day, figure = FIRST + timedelta(place), round(level, 2)
        made.append(Line(name, day, day, round(figure * (1 - band), 2), figure, round(figure * (1 + band), 2)))
    return made
