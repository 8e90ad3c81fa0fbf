"""Places as people name them: full and short names, read under the home county first."""

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models.region import Region, distance, significant, within

_ENDING = re.compile(
    r"(特别行政区|维吾尔自治区|壮族自治区|回族自治区|(?<=..)自治区|(?<=..)(回族|土家族|苗族|侗族|瑶族|维吾尔族|白族)*"
    r"(自治州|自治县|街道|地区|省|市|县|区|镇|乡))$"
)
# Short township names that are words of every day.
_NEVER_SHORT = frozenset(
    {"架桥", "和平", "中心", "新建", "幸福", "城关", "大方", "平安", "红星", "解放", "建设", "安全"}
)
# Characters of a division's full name: 积石山保安族东乡族撒拉族自治县 has fifteen.
_LONGEST = 20


@dataclass(frozen=True)
class Places:
    """The tree of regions with their names."""

    home: str
    names: dict[str, str] = field(repr=False)
    parents: dict[str, str] = field(repr=False)
    codes: dict[str, tuple[str, ...]] = field(repr=False)

    def find(self, written: str) -> str | None:
        """The code of a name, a path or a code; the nearest to home where several bear the name.

        A path is marked (桃源县/漆河镇), or joined out of full names (湖南省常德市桃源县).
        """
        text = written.strip()
        if re.fullmatch(r"[0-9]{2,12}", text):
            code = text.ljust(12, "0")
            return code if code in self.names else None
        area: str | None = None
        for part in re.split(r"[/>\s]+", text):
            found = [code for code in self._named(part) if area is None or within(code, area)]
            found = found or self._joined(part, area)
            if not found:
                return None
            area = min(found, key=lambda code: (distance(code, self.home), len(significant(code)), code))
        return area

    def _joined(self, part: str, area: str | None) -> list[str]:
        """The divisions that a path without marks leads to: full names, each of a division within the one before."""
        for length in range(min(len(part), _LONGEST), 1, -1):
            begun = [code for code in self.codes.get(part[:length], ()) if self.names[code] == part[:length]]
            begun = [code for code in begun if area is None or (code != area and within(code, area))]
            if length < len(part):
                begun = [further for code in begun for further in self._joined(part[length:], code)]
            if begun:
                return begun
        return []

    def _named(self, part: str) -> tuple[str, ...]:
        return self.codes.get(part) or self.codes.get(part + "市") or ()

    def below(self, code: str) -> list[str]:
        """The names of the divisions directly below, in the order of their codes."""
        return [self.names[child] for child in sorted(self.parents) if self.parents[child] == code]

    def inside(self, digits: str) -> list[str]:
        """The codes that begin with these digits, in order."""
        codes = self._in_order
        return codes[bisect_left(codes, digits) : bisect_left(codes, digits + ":")]

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self.names)

    def name(self, code: str) -> str:
        """The division's own name, or its county's where a village is not listed."""
        return self.names.get(code) or self.names.get(code[:6] + "000000") or code

    def path(self, code: str) -> str:
        """Name within its county: 桃源县漆河镇; for larger ones the name alone."""
        if len(significant(code)) > 6 and code[:6] + "000000" in self.names:
            return self.names[code[:6] + "000000"] + self.name(code)
        return self.name(code)


def read_places(session: Session, home: str) -> Places:
    """All regions of the store; short names only where they mislead nobody."""
    names: dict[str, str] = {}
    parents: dict[str, str] = {}
    codes: dict[str, list[str]] = defaultdict(list)
    for code, name, parent in session.execute(select(Region.code, Region.name, Region.parent_code)):
        names[code] = name
        parents[code] = parent or ""
        codes[name].append(code)
        short = short_name(name)
        if short and _goes_by_short_name(code, home):
            codes[short].append(code)
    return Places(home, names, parents, {name: tuple(found) for name, found in codes.items()})


def short_name(name: str) -> str:
    """The name without its rank (漆河镇: 漆河), empty where too little is left."""
    short = _ENDING.sub("", name)
    return "" if short == name or len(short) < 2 or short in _NEVER_SHORT else short


def _goes_by_short_name(code: str, home: str) -> bool:
    """Provinces and cities everywhere, counties of the home province, townships of the home county."""
    level = len(significant(code))
    return level <= 4 or (level == 6 and code[:2] == home[:2]) or code[:6] == home[:6]
