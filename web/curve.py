"""A price curve as SVG: days across, the price upwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge import units

WIDTH, HEIGHT, MARGIN = 320, 120, 8
Point = tuple[date, float]


@dataclass(frozen=True)
class Curve:
    """What a page draws: points of the line, the last one, the labels at its edges, and a point of its own if any."""

    points: str
    end: tuple[float, float]
    low: str
    high: str
    first: str
    last: str
    mark: tuple[float, float] | None = None
    width: int = WIDTH
    height: int = HEIGHT


def drawn(quotes: Sequence[Any]) -> Curve | None:
    """The curve of quotes by day in yuan per jin, oldest first; None for fewer than two that are by weight."""
    known = [(quote.date, quote.fen_per_kg) for quote in quotes if quote.fen_per_kg is not None]
    return of(known, units.yuan_per_jin) if len(known) > 1 else None


def of(points: Sequence[Point], label: Callable[[Any], str], mark: Point | None = None) -> Curve:
    """The curve of figures by day, oldest first, with `mark` within its bounds; there is at least one figure."""
    figures = [figure for _, figure in (*points, *([mark] if mark else []))]
    days = sorted(day for day, _ in (*points, *([mark] if mark else [])))
    low, high, begin = min(figures), max(figures), days[0]
    length = max(1, (days[-1] - begin).days)
    across, up = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN

    def place(point: Point) -> tuple[float, float]:
        day, figure = point
        height = (figure - low) / (high - low) if high > low else 0.5
        return MARGIN + across * (day - begin).days / length, MARGIN + up * (1 - height)

    return Curve(
        points=" ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, points)),
        end=place(points[-1]),
        low=label(low),
        high=label(high),
        first=f"{begin.month}月{begin.day}日",
        last=f"{days[-1].month}月{days[-1].day}日",
        mark=place(mark) if mark else None,
    )
