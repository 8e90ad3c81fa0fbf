"""A price curve as SVG: days across, yuan per jin upwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from knowledge import units

WIDTH, HEIGHT, MARGIN = 320, 120, 8


@dataclass(frozen=True)
class Curve:
    """What the page draws: points of the line, the last one, and the labels at its edges."""

    points: str
    end: tuple[float, float]
    low: str
    high: str
    first: str
    last: str
    width: int = WIDTH
    height: int = HEIGHT


def drawn(quotes: Sequence[Any]) -> Curve | None:
    """The curve of quotes by day, oldest first; None for fewer than two that are by weight."""
    known = [quote for quote in quotes if quote.fen_per_kg is not None]
    if len(known) < 2:
        return None
    figures = [quote.fen_per_kg for quote in known]
    low, high = min(figures), max(figures)
    begin, days = known[0].date, max(1, (known[-1].date - known[0].date).days)
    across, up = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN

    def place(quote: Any) -> tuple[float, float]:
        height = (quote.fen_per_kg - low) / (high - low) if high > low else 0.5
        return MARGIN + across * (quote.date - begin).days / days, MARGIN + up * (1 - height)

    return Curve(
        points=" ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, known)),
        end=place(known[-1]),
        low=units.yuan_per_jin(low),
        high=units.yuan_per_jin(high),
        first=f"{begin.month}月{begin.day}日",
        last=f"{known[-1].date.month}月{known[-1].date.day}日",
    )
