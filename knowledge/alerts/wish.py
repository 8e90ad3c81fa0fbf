"""A price that somebody waits for, in figures: what he said, and when a price is across it or back again."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from knowledge import units
from knowledge.models.price_alert import ABOVE, ARMED, BELOW, FIRED

PER_JIN = "元/斤"
_SAID = re.compile(r"(\d{1,7}(?:\.\d{1,4})?)(?:-(\d{1,7}(?:\.\d{1,4})?))?(元/\S+)")
# A price that only trembles about the threshold is told once: it must first go back by 3 %, or 5 fen a jin.
_BACK_PERCENT, _BACK_FEN_PER_KG = 3, 10


@dataclass(frozen=True)
class Threshold:
    """A figure in fen: per kilogram where `unit` is 元/斤, else for one of `unit` (元/头)."""

    fen: int
    unit: str

    def __str__(self) -> str:
        return said(self.fen, self.unit)


def threshold(value: str, direction: str) -> Threshold | None:
    """The figure of a price as messages have it (0.8元/斤, 2-3元/公斤); None where nobody quotes in its unit.

    Of two figures it is the one that a price reaches first.
    """
    match = _SAID.fullmatch(value)
    if not match:
        return None
    figure = match[1] if direction == ABOVE or not match[2] else match[2]
    try:
        unit = units.price_unit(match[3])
    except units.UnknownUnit:
        return None
    fen = units.fen_per_kg(figure, unit)
    if fen is not None:
        return Threshold(fen, PER_JIN)
    return Threshold(int((Decimal(figure) * 100).quantize(Decimal(1), ROUND_HALF_UP)), unit)


def said(fen: int, unit: str) -> str:
    """0.80元/斤, 300元/头."""
    return f"{units.yuan_per_jin(fen) if unit == PER_JIN else units.exact(Decimal(fen) / 100)}{unit}"


def bound(fen: int, direction: str, *, is_strict: bool) -> int:
    """The last figure that is across: 低于 8 毛 is not 8 毛, 跌到 8 毛 is."""
    if not is_strict:
        return fen
    return fen - 1 if direction == BELOW else fen + 1


def margin(last: int, unit: str) -> int:
    """How far beyond the last figure across a price must go back before it can cross again, in fen."""
    share = -(-last * _BACK_PERCENT // 100)
    return max(share, _BACK_FEN_PER_KG if unit == PER_JIN else 1)


def is_across(price: int, last: int, direction: str) -> bool:
    """Whether a price is where it was waited for."""
    return price <= last if direction == BELOW else price >= last


def step(state: str, price: int, last: int, direction: str, unit: str) -> str:
    """The alert's state once this price is known: armed, or fired until the price has gone back far enough."""
    if state == ARMED:
        return FIRED if is_across(price, last, direction) else ARMED
    back = margin(last, unit)
    is_back = price >= last + back if direction == BELOW else price <= last - back
    return ARMED if state == FIRED and is_back else state
