"""The lines in which 养猪巴巴网 writes prices: a strict grammar, outside of which nothing is understood."""

import re
from dataclasses import dataclass
from datetime import date

# 「莒  县」: names of two characters are spaced out to the width of three.
_PROVINCE = (
    "(?:(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海)省"
    "|(?:北京|天津|上海|重庆)市|(?:内蒙古|广西(?:壮族)?|西藏|宁夏(?:回族)?|新疆(?:维吾尔)?)自治区)"
)
_PLACE = f"(?P<place>{_PROVINCE}(?:(?!猪)[一-鿿 ]){{0,30}}?)"
_DAY = r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
# Not \d, which full-width digits fit too.
_PRICE = r"(?P<price>[0-9]{1,5}(?:\.[0-9]{1,2})?)(?: ?(?P<unit>元/[一-鿿]{1,2}))?"
_SIZE = r"(?P<grade>[0-9]{1,3}-[0-9]{1,3}公斤)"
_PIG = r"(?P<variety>[内外]三元|土杂猪)"
_SOW = r"(?P<variety>(?:二元|杜洛克|大白|长白)母猪)"
_MARKET = r"(?P<market>[一-鿿（）()]{4,30})"


@dataclass(frozen=True)
class Chapter:
    """One class of the site: its number, the titles of its price articles, what it prices and how a line reads.

    `unit` is the trade's where a line names none; empty where there is no such custom, and then the line is left.
    """

    number: str
    titles: re.Pattern[str]
    commodity: str
    lines: tuple[re.Pattern[str], ...]
    unit: str


# Live pigs, piglets and pork are traded by the kilogram; a breeding sow by head, by weight or by agreement.
CHAPTERS = {
    chapter.number: chapter
    for chapter in (
        Chapter(
            "23", re.compile("今日行情动态|最新生猪价格走势|生猪价格行情"), "生猪",
            (
                re.compile(f"{_DAY} {_PLACE} ?生猪(?:价格)? ?{_PIG} {_PRICE}"),
                re.compile(f"{_PLACE} {_DAY} 生猪(?:价格)? ?{_PIG} {_PRICE}"),
            ),
            "元/公斤",
        ),
        Chapter(
            "24", re.compile("全国各地仔猪价格"), "仔猪",
            (re.compile(f"{_PLACE} ?仔猪 ?{_SIZE} {_PRICE}"),), "元/公斤",
        ),
        Chapter(
            "31", re.compile("全国猪肉价格行情"), "猪肉",
            (re.compile(f"猪肉 (?P<variety>白条) {_PRICE} {_MARKET}"),), "元/公斤",
        ),
        Chapter(
            "22", re.compile("各地种猪价格今日报价"), "种母猪",
            (re.compile(f"{_PLACE} ?种母猪 ?{_SOW} {_PRICE}"),), "",
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """What a line says; `month_day` is None where it names no day."""

    place: str
    market: str
    variety: str
    grade: str
    price: str
    unit: str
    month_day: tuple[int, int] | None


def read(text: str, chapter: Chapter) -> Line | None:
    """The line, None when it does not fit the grammar from its first to its last character."""
    match = next((found for pattern in chapter.lines if (found := pattern.fullmatch(text))), None)
    if match is None:
        return None
    said = {name: value or "" for name, value in match.groupdict().items()}
    unit = said.get("unit") or chapter.unit
    if not unit:
        return None
    return Line(
        place=said.get("place", "").replace(" ", ""),
        market=said.get("market", ""),
        variety=said.get("variety", ""),
        grade=said.get("grade", ""),
        price=said["price"],
        unit=unit,
        month_day=(int(said["month"]), int(said["day"])) if said.get("month") else None,
    )


def latest(month: int, day: int, until: date) -> date | None:
    """The last such day up to `until`, when that is less than a year ago; None where there is none."""
    for year in (until.year, until.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= until:
            return found
    return None
