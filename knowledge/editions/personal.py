"""Personal data in what is to be published: numbers that stop it, and phone numbers that are masked."""

import re
from datetime import date

from knowledge.phones import phones as everywhere

# One character for one, so that places in the text stay what they are.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９－\u3000", "0123456789- ")
_GAP = r"[ \-]?"
_IDENTITY = re.compile(rf"(?<!\d)\d{{6}}{_GAP}((?:19|20)\d{{2}}){_GAP}(\d{{2}})(\d{{2}}){_GAP}\d{{3}}[\dXx](?!\d)")
_CARD = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{15,18}}(?!\d)")
_MOBILE = re.compile(rf"(?<!\d)(1[3-9]\d){_GAP}\d{{4}}{_GAP}(\d{{4}})(?!\d)")


def stops(text: str) -> str:
    """Why the text may not be kept: it holds a number of an identity card or a bank card; empty when it may."""
    plain = text.translate(_HALF_WIDTH)
    if any(_is_day(*match.groups()) for match in _IDENTITY.finditer(plain)):
        return "里面有身份证号，请删掉再存。"
    if any(_is_card(re.sub(r"\D", "", match[0])) for match in _CARD.finditer(plain)):
        return "里面有银行卡号，请删掉再存。"
    return ""


def phones(text: str) -> list[str]:
    """The mobile phone numbers in a text, already masked."""
    return list(dict.fromkeys(masked_as for _, _, masked_as in _mobiles(text)))


def masked(text: str) -> str:
    """The text with mobile phone numbers as 139****1234, however they are spelled."""
    for start, end, masked_as in reversed(_mobiles(text)):
        text = text[:start] + masked_as + text[end:]
    return text


def _mobiles(text: str) -> list[tuple[int, int, str]]:
    """The span of each, and how it is shown."""
    plain = text.translate(_HALF_WIDTH)
    found = {m.start(): (m.start(), m.end(), f"{m[1]}****{m[2]}") for m in _MOBILE.finditer(plain)}
    for phone in everywhere(text):
        if phone.digits[0] == "1" and phone.digits[1] > "2":
            found[phone.start] = (phone.start, phone.end, phone.masked)
    return [found[start] for start in sorted(found)]


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        return bool(date(int(year), int(month), int(day)))
    except ValueError:
        return False


def _is_card(digits: str) -> bool:
    """Cards of China begin with 62; others pass the check of ISO/IEC 7812 (Luhn)."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return digits.startswith("62") or sum(figure // 10 + figure % 10 for figure in doubled) % 10 == 0
