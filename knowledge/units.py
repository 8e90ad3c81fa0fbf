"""Weights, prices and how they are shown: 斤, 公斤, 吨 and whole fen per kilogram."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

# Kilograms in one unit of a price.
_KG = {
    "元/斤": Decimal("0.5"),
    "元/公斤": Decimal(1),
    "元/千克": Decimal(1),
    "元/吨": Decimal(1000),
    "元/50公斤": Decimal(50),
    "元/百斤": Decimal(50),
    "元/担": Decimal(50),
}
_PIECES = ("头", "只", "个", "盒", "袋", "箱", "株", "把", "枝")
_WRITINGS = {"斤": "元/斤", "元/kg": "元/公斤", "元/KG": "元/公斤", "公斤": "元/公斤", "千克": "元/千克"}

PRICE_UNITS = (*_KG, *(f"元/{piece}" for piece in _PIECES))


@dataclass(frozen=True)
class UnknownUnit(ValueError):
    """A unit that no rule converts."""

    unit: str

    def __str__(self) -> str:
        return f"单位「{self.unit}」不认识，可用：{'、'.join(PRICE_UNITS)}"


def price_unit(written: str) -> str:
    """The canonical writing of a price unit; raises UnknownUnit."""
    text = written.strip().replace("／", "/").replace(" ", "")
    text = _WRITINGS.get(text, text)
    if text not in PRICE_UNITS:
        raise UnknownUnit(written)
    return text


def is_weight(unit: str) -> bool:
    """Whether the price is by weight and can be shown in 元/斤."""
    return unit in _KG


@lru_cache(maxsize=1 << 15)
def fen_per_kg(figure: str, unit: str) -> int | None:
    """Whole fen per kilogram, half up; None for a price by piece."""
    if unit not in _KG:
        return None
    return int((Decimal(figure) * 100 / _KG[unit]).quantize(Decimal(1), ROUND_HALF_UP))


def fen_per_kg_of_yuan(unit: str) -> float | None:
    """Fen per kilogram that one yuan in this unit makes (元/斤: 200); None for a price by piece."""
    return float(100 / _KG[unit]) if unit in _KG else None


def decimal(text: str) -> Decimal:
    """A plain non-negative decimal; raises ValueError for anything else (NaN, 1e5, full-width digits)."""
    cleaned = text.strip()
    if not cleaned.isascii() or not cleaned.replace(".", "", 1).isdigit():
        raise ValueError(text)
    try:
        return Decimal(cleaned)
    except InvalidOperation:
        raise ValueError(text) from None


def exact(number: Decimal) -> str:
    """The figure without idle zeros: 2.50 is 2.5, 100 stays 100."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def yuan_per_jin(fen_per_kilogram: int) -> str:
    """元/斤 as farmers read it, at least two decimals: 160 fen/kg is 0.80, 465 is 2.325."""
    jin = Decimal(fen_per_kilogram) / 200
    two = jin.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return format(two if two == jin else jin.normalize(), "f")
