"""Numbers as farmers write and say them: 三块五 leaves 3.5 to `amounts`, 一万二 is 12000, 百把 about 100."""

import re
from decimal import Decimal

DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "俩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_HAN = "零〇一二两俩三四五六七八九十百千万"

# One number; possessive-like simple classes keep it linear on hostile input.
NUMBER = rf"(?:\d{{1,9}}(?:\.\d{{1,4}})?(?:[百千万](?:\d{{1,4}}千?)?)?|[{_HAN}]{{1,12}}|半)"
# 十来, 百把, 二十多: about so many.
ABOUT = r"(?:把|来|多)?"

_ARABIC = re.compile(r"(\d+(?:\.\d+)?)(?:([百千万])(\d{1,4})?(千)?)?")


def read(text: str) -> Decimal | None:
    """The number that a text is; None when it is none or is left open (几十)."""
    if text == "半":
        return Decimal("0.5")
    arabic = _ARABIC.fullmatch(text)
    if arabic:
        return _read_arabic(*arabic.groups())
    return _read_han(text)


def _read_arabic(figures: str, unit: str | None, after: str | None, thousands: str | None) -> Decimal:
    """3万 and 2千; one figure after the unit counts in the next lower one (3万5 is 35,000)."""
    by = 10_000 if unit == "万" else _TENS.get(unit or "", 1)
    rest = int(after or 0)
    if thousands:
        rest *= 1000
    elif after and len(after) == 1:
        rest *= by // 10
    return Decimal(figures) * by + rest


def _read_han(text: str) -> Decimal | None:
    """一万二千三 and digit by digit 二〇二六; a last digit after 百, 千, 万 counts in the next lower unit (一万二)."""
    if not text or any(character not in _HAN for character in text):
        return None
    if all(character in DIGITS for character in text):
        return Decimal("".join(str(DIGITS[character]) for character in text))
    total = section = digit = 0
    last_unit, zero = 1, False
    for character in text:
        if character in DIGITS:
            digit, zero = DIGITS[character], DIGITS[character] == 0
        elif character in _TENS:
            last_unit = _TENS[character]
            section += (digit or 1) * last_unit
            digit, zero = 0, False
        else:
            total += (section + digit or 1) * 10_000
            section = digit = 0
            last_unit, zero = 10_000, False
    if digit and last_unit > 10 and text[-2:-1] and text[-2] not in DIGITS and not zero:
        digit *= last_unit // 10
    return Decimal(total + section + digit)


def plain(number: Decimal) -> str:
    """The number in digits without idle zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
