"""The digits of a text in whatever writing: figures of every width and shape, Chinese ones, letters and pinyin."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from string import ascii_letters
from typing import NamedTuple

# Who hides a number writes what sounds like its digits; what stands later in a line is less usual.
_HAN = {
    character: str(value)
    for value, characters in enumerate(
        (
            "零〇洞另",
            "一壹幺腰妖",
            "二贰貳两兩",
            "三叁參伞傘",
            "四肆",
            "五伍舞",
            "六陆陸溜",
            "七柒拐",
            "八捌扒",
            "九玖勾酒",
        )
    )
    for character in characters
}
_LETTERS = {"o": "0", "O": "0", "l": "1", "I": "1"}
_SYLLABLES = {
    "ling": "0", "yi": "1", "yao": "1", "er": "2", "san": "3", "si": "4", "wu": "5", "liu": "6", "qi": "7", "ba": "8",
    "jiu": "9",
}  # fmt: skip
_SYLLABLE = re.compile("|".join(_SYLLABLES))
# What may touch a number and is no part of it; any other letters make it the number of something else (PD20081234).
_CUES = frozenset({"tel", "phone", "call", "v", "vx", "wx", "q", "qq", "weixin", "dianhua", "shouji"})
_NO_CHARACTERS = frozenset({"Cf", "Mn", "Me"})
FIGURE, HAN, LETTER, PINYIN = "figure", "han", "letter", "pinyin"


class Digit(NamedTuple):
    """One digit, the part of the text that writes it, and in which writing."""

    value: str
    start: int
    end: int
    writing: str


def digits(text: str) -> list[Digit]:
    """The digits of a text, in order."""
    found: list[Digit] = []
    place = 0
    while place < len(text):
        end = _end_of_token(text, place)
        if end > place:
            found.extend(_latin(text[place:end], place))
        elif value := _value(text[place]):
            found.append(Digit(value, place, place + 1, HAN if text[place] in _HAN else FIGURE))
        elif found and found[-1].end == place and is_nothing(text[place]):
            found[-1] = found[-1]._replace(end=place + 1)
        place = max(end, place + 1)
    return found


def is_nothing(character: str) -> bool:
    """Whether a character takes no place: joiners, and the marks that make a key of a digit."""
    return unicodedata.category(character) in _NO_CHARACTERS


def _end_of_token(text: str, place: int) -> int:
    while place < len(text) and text[place].isascii() and text[place].isalnum():
        place += 1
    return place


@cache
def _value(character: str) -> str:
    value = unicodedata.digit(character, None)
    return _HAN.get(character, "") if value is None else str(value)


def _latin(token: str, place: int) -> Iterator[Digit]:
    """The digits of a word in Latin letters and figures."""
    if all(c.isdigit() or c in _LETTERS for c in token) and any(c.isdigit() for c in token):
        writing = FIGURE if token.isdigit() else LETTER
        yield from (Digit(_LETTERS.get(c, c), place + i, place + i + 1, writing) for i, c in enumerate(token))
    elif token.isalpha():
        yield from _syllables(token, place)
    else:
        yield from _beside_letters(token, place)


def _beside_letters(token: str, place: int) -> Iterator[Digit]:
    """The figures of a word that begins or ends with a cue to a phone."""
    core = token.strip(ascii_letters)
    before, _, after = token.partition(core)
    if core.isdigit() and all(not part or part.lower() in _CUES for part in (before, after)):
        first = place + len(before)
        yield from (Digit(c, first + i, first + i + 1, FIGURE) for i, c in enumerate(core))


def _syllables(token: str, place: int) -> list[Digit]:
    """A word that is syllables of digits and nothing else."""
    found = [
        Digit(_SYLLABLES[m[0]], place + m.start(), place + m.end(), PINYIN) for m in _SYLLABLE.finditer(token.lower())
    ]
    return found if sum(each.end - each.start for each in found) == len(token) else []
