"""Phone numbers in a text, however they are spelled: 139 0000 1234, 一三九…, 壹叁玖…, 1️⃣3️⃣9️⃣…, l39-oooo-l234.

A number of eleven figures is a phone by how its groups are parted, and by what stands before and after it.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from knowledge.digits import Digit, digits, is_nothing

_PREFIXES = ("0086", "86", "")
_MOBILE = re.compile(r"1\d{10}")
_LANDLINE = re.compile(r"0(?:10|2\d)\d{8}|0[3-9]\d{9,10}")
# Behind the country's code an area loses its 0.
_LANDLINE_ABROAD = re.compile(r"(?:10|2\d)\d{8}|[3-9]\d{9,10}")
_SHAPES = frozenset({
    (11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 3, 4), (5, 6), (2, 3, 3, 3),
})  # fmt: skip
_LANDLINE_SHAPES = frozenset({
    (10,), (11,), (12,), (2, 8), (3, 7), (3, 8), (4, 7), (4, 8), (4, 3, 4), (4, 3, 5), (4, 4, 4), (4, 3, 2, 2),
})  # fmt: skip
# What points may part: 111.48123456 is a place on a map.
_DOTTED_SHAPES = frozenset({(11,), (3, 4, 4)})
_LONGEST_GAP = 8
_GAP_WORDS = re.compile(r"前[面三]?位?|中间|后[面四]?位?|最后|然后|接着|再|加|空格?|杠|横|点")
_NO_GAP = frozenset("℃°%×=¥￥$")
_GAP_CATEGORIES = frozenset({"Zs", "Pd", "Po", "Ps", "Pe", "Pc", "Sm", "So", "Sk", "Pi", "Pf"})
_OF_SOMETHING_ELSE = re.compile(
    r"(?:[编批单证卡户表票工货序账标图]号|代码|合同|编码|单据)码?[是为]?[:：\s]?$|[A-Za-z\d]/$"
)
_COUNTED = re.compile(r"\s?(?:元|块|斤|公斤|亩|吨|人|户|次|头|只|个|株|立方|档|笔|这.笔|\.\d)")


class Phone(NamedTuple):
    """A number in a text: its span there, and its digits with the area code and without the country's."""

    start: int
    end: int
    digits: str

    @property
    def masked(self) -> str:
        """139****1234, and 0736****567 for a line of a house."""
        kept = 4 if self.digits.startswith("0") else 3
        return f"{self.digits[:kept]}****{self.digits[-(7 - kept) :]}"


def phones(text: str) -> list[Phone]:
    """The phone numbers in a text, in order; time grows with its length alone."""
    found: list[Phone] = []
    for run in _runs(text, digits(text)):
        place = 0
        while place < len(run):
            phone = run.phone_at(place) if run.is_cut(place) else None
            place += phone[1] if phone else 1
            if phone:
                found.append(phone[0])
    return found


class _Run:
    """Digits that nothing but gaps part; `gaps[i]` stands before digit i."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.digits: list[Digit] = []
        self.gaps: list[str] = []

    def __len__(self) -> int:
        return len(self.digits)

    def is_cut(self, place: int) -> bool:
        """Whether a number may begin or end before this digit."""
        if place in (0, len(self)):
            return True
        return bool(self.gaps[place]) or self.digits[place - 1].writing != self.digits[place].writing

    def phone_at(self, place: int) -> tuple[Phone, int] | None:
        """The phone that begins with this digit, and how many digits it takes."""
        ahead = "".join(each.value for each in self.digits[place : place + 16])
        for prefix in _PREFIXES:
            if ahead.startswith(prefix):
                for size in (11, 12, 10):
                    number = ahead[len(prefix) : len(prefix) + size]
                    first, end = place + len(prefix), place + len(prefix) + size
                    if end <= len(self) and self.is_cut(end) and self._is_phone(number, first, end, bool(prefix)):
                        said = number if number[0] in "01" and size > 10 else "0" + number
                        return Phone(self.digits[place].start, self.digits[end - 1].end, said), end - place
        return None

    def _is_phone(self, number: str, first: int, end: int, is_abroad: bool) -> bool:
        shape, gaps = self._shape(first, end)
        if _MOBILE.fullmatch(number):
            shapes = _DOTTED_SHAPES if gaps == {"."} else _SHAPES
        elif _LANDLINE.fullmatch(number) or (is_abroad and _LANDLINE_ABROAD.fullmatch(number)):
            shapes = _LANDLINE_SHAPES
        else:
            return False
        if not (set(shape) == {1} or shape in shapes):
            return False
        start, stop = self.digits[first].start, self.digits[end - 1].end
        return not (_OF_SOMETHING_ELSE.search(self.text[max(0, start - 8) : start]) or _COUNTED.match(self.text, stop))

    def _shape(self, first: int, end: int) -> tuple[tuple[int, ...], set[str]]:
        """How many digits each group has, and what parts them."""
        places = [place for place in range(first + 1, end) if self.gaps[place]]
        edges = [first, *places, end]
        lengths = tuple(after - before for before, after in pairwise(edges))
        return lengths, {self.gaps[place] for place in places}


def _runs(text: str, found: list[Digit]) -> Iterator[_Run]:
    run = _Run(text)
    for digit in found:
        gap = _gap(text, run.digits[-1].end, digit.start) if run.digits else ""
        if gap is None:
            yield run
            run, gap = _Run(text), ""
        run.digits.append(digit)
        run.gaps.append(gap)
    yield run


def _gap(text: str, start: int, end: int) -> str | None:
    """What parts two digits of one number, empty for nothing; None where it parts two numbers, or hides some."""
    if end - start > 2 * _LONGEST_GAP:
        return None
    between = "".join(c for c in text[start:end] if not is_nothing(c))
    bare = _GAP_WORDS.sub("", between)
    return between if len(between) <= _LONGEST_GAP and "**" not in between and all(map(_parts, bare)) else None


def _parts(character: str) -> bool:
    return character not in _NO_GAP and (character.isspace() or unicodedata.category(character) in _GAP_CATEGORIES)
