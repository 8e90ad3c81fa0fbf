"""What a post of goods says: the commodity by its first name, amount and price with their units."""

import re
from collections.abc import Mapping

from actions import posting
from actions.base import Question
from knowledge import units

_BY_WEIGHT = re.compile(r"斤|公斤|千克|吨|担|kg")
_FIGURE = r"(?P<figure>\d{1,9}(?:\.\d{1,4})?(?:-\d{1,9}(?:\.\d{1,4})?)?)"
_AMOUNT = re.compile(rf"{_FIGURE}(?P<unit>\D{{0,8}})")
_PRICE = re.compile(rf"{_FIGURE}(?P<unit>元/\w{{1,8}})?")
# In price units: what is counted is priced by the piece.
_PIECES = frozenset(unit.removeprefix("元/") for unit in units.PRICE_UNITS if not units.is_weight(unit))


def heard(question: Question) -> Mapping[str, str]:
    """What has been understood of the goods, by the kinds that their form waits for."""
    amount = _amount(question.value("quantity"))
    return {
        "commodity": _goods(question),
        "quantity": amount,
        "price": _price(question, amount),
        "region": posting.place(question),
        "phone": question.value("phone"),
    }


def _goods(question: Question) -> str:
    return question.commodities[0].name if question.commodities else question.value("commodity")


def _amount(said: str) -> str:
    """2000斤; a bare figure is one of 斤."""
    found = _AMOUNT.fullmatch(said)
    return f"{found['figure']}{found['unit'] or '斤'}" if found else said


def _price(question: Question, amount: str) -> str:
    """1.5元/斤; where goods are counted and no weight is said, a price is one of the piece."""
    found = _PRICE.fullmatch(question.value("price") or question.value("wage"))
    if not found:
        return question.value("price")
    unit = found["unit"] or "元/斤"
    counted = _AMOUNT.fullmatch(amount)
    if counted and counted["unit"] in _PIECES and unit == "元/斤" and not _BY_WEIGHT.search(question.text):
        unit = f"元/{counted['unit']}"
    return f"{found['figure']}{unit}"
