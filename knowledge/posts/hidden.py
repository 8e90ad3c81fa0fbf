"""Telephone numbers of people, out of sight until somebody asks for one, however they are written."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from knowledge.phones import phones
from knowledge.privacy import without_identities

_WRITTEN = {
    **dict(zip("零一二三四五六七八九", "0123456789", strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", "0123456789", strict=True)),
    **dict(zip("貳參陸", "236", strict=True)),
    **dict(zip("幺两兩", "122", strict=True)),
    **dict(zip("⓪①②③④⑤⑥⑦⑧⑨", "0123456789", strict=True)),
}
# What people put between the digits of one number.
_BETWEEN = frozenset(" -—－_.·•,，、/()（）*~～\t\u3000\u200b\u200c\u200d\u2060\ufeff\ufe0f\u20e3")
_MOST_BETWEEN = 3
_MOBILE = re.compile(r"(?:86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"0\d{2,3}[2-9]\d{6,7}")
# In what an office has written: figures stand side by side there, and nobody hides a number.
_PLAIN_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_FEWEST = 7
STARS = "****"


class _Run(NamedTuple):
    """Digits that stand together, and where each of them stood."""

    digits: str
    places: tuple[int, ...]


def shown(text: str) -> str:
    """What somebody has posted, with every number as 139****1234 and longer personal ones gone."""
    kept, done = [], 0
    text = without_identities(text)
    for start, end, number in _numbers(text):
        kept += [text[done:start], masked(number)]
        done = end
    return "".join([*kept, text[done:]])


def numbers(text: str) -> list[str]:
    """The numbers that `shown` hides, as digits, each once."""
    return list(dict.fromkeys(number for _, _, number in _numbers(without_identities(text))))


def published(text: str) -> str:
    """What an office has published, with people's own numbers as 139****1234; its landlines are there to be called."""
    return _PLAIN_MOBILE.sub(lambda found: masked(found[0]), without_identities(text))


def of_people(text: str) -> list[str]:
    """The numbers that `published` hides, as digits, each once."""
    found = (re.sub(r"\D", "", number) for number in _PLAIN_MOBILE.findall(without_identities(text)))
    return list(dict.fromkeys(found))


def masked(phone: str) -> str:
    """What stands in the place of a telephone number, whatever it looks like; short numbers of services stay."""
    digits = "".join(c for c in phone if c.isdigit())
    if len(digits) < _FEWEST or "*" in phone:
        return phone
    return f"{digits[:3]}{STARS}{digits[-4:] if len(digits) > 10 else digits[-2:]}"


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and digits of each number in the text, in order."""
    spelled = [(phone.start, phone.end, phone.digits) for phone in phones(text)]
    # Letters and syllables for digits are read there; here any digits that stand together count, however parted.
    yield from sorted([*spelled, *(each for each in _in_runs(text) if not _is_within(each, spelled))])


def _is_within(number: tuple[int, int, str], others: list[tuple[int, int, str]]) -> bool:
    return any(number[0] < end and start < number[1] for start, end, _ in others)


def _in_runs(text: str) -> Iterator[tuple[int, int, str]]:
    for run in _runs(text):
        place = 0
        while place < len(run.digits):
            found = _MOBILE.match(run.digits, place) or _LANDLINE.match(run.digits, place)
            if found is None:
                place += 1
                continue
            yield run.places[place], run.places[found.end() - 1] + 1, found[found.lastindex or 0]
            place = found.end()


def _runs(text: str) -> Iterator[_Run]:
    digits: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        digit = _digit(character)
        if digit:
            digits.append(digit)
            places.append(place)
        elif places and (character not in _BETWEEN or place - places[-1] > _MOST_BETWEEN):
            yield _Run("".join(digits), tuple(places))
            digits, places = [], []
    if places:
        yield _Run("".join(digits), tuple(places))


def _digit(character: str) -> str:
    """The digit that a character is; empty for any other."""
    if character in _WRITTEN:
        return _WRITTEN[character]
    return str(unicodedata.decimal(character)) if character.isdecimal() else ""
