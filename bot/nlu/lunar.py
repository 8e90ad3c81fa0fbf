"""Days by the farmers' calendar: 腊月二十, 正月初五, 中秋, 除夕, and the solar terms (冬至, 清明前)."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from lunar_python import Lunar, Solar

from bot.nlu.numbers import read

Period = tuple[date, date]
TERMS = (
    "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至", "小暑", "大暑",
    "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至", "小寒", "大寒",
)  # fmt: skip
# Weather as well as solar terms.
_ALSO_WEATHER = ("雨水", "小雪", "大雪", "小寒", "大寒")
_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_FESTIVALS = {
    "春节": (1, 1), "大年初一": (1, 1), "元宵": (1, 15), "端午": (5, 5), "七夕": (7, 7), "中元": (7, 15),
    "七月半": (7, 15), "八月半": (8, 15), "中秋": (8, 15), "重阳": (9, 9), "腊八": (12, 8),
}  # fmt: skip
_EVES = ("除夕", "大年三十", "年三十")
_YEAR = r"(?P<year>前年|去年|今年|明年)?(?:的)?"
_UNITS = "[一二三四五六七八九]"
_DAY = rf"(?P<day>初(?:{_UNITS}|十)|十{_UNITS}?|二十{_UNITS}?|廿{_UNITS}?|三十)"
_SIDE = r"(?:节气?|这天|那天|时节)?(?P<side>之前|以前|前(?!后)|之后|以后|后)?"
_LUNAR_DAY = re.compile(
    rf"{_YEAR}(?:(?:农历|阴历|旧历|老历)(?P<any>[正冬腊一二三四五六七八九十]{{1,2}})月|(?P<own>[正冬腊])月){_DAY}(?:号|日|那天)?"
    rf"|{_YEAR.replace('year', 'year2')}(?P<first>[一二三四五六七八九十]{{1,2}})月(?P<early>初[一二三四五六七八九十])"
)
_FESTIVAL = re.compile(rf"{_YEAR}(?P<name>{'|'.join((*_FESTIVALS, *_EVES))})(?:节)?{_SIDE}")
_TERM = re.compile(rf"{_YEAR}(?P<name>{'|'.join(TERMS)})(?!风){_SIDE}")
_NAMED = re.compile(r"节气?|这天|那天|时节|前|后")
_YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1}


def find(text: str, today: date) -> Iterator[tuple[int, int, Period]]:
    """Start, end and days of each lunar date, festival and solar term in a normalised text."""
    for match in _LUNAR_DAY.finditer(text):
        month = match["any"] or match["own"] or match["first"]
        day = match["day"] or match["early"]
        found = _lunar(_month(month), _day(day), match["year"] or match["year2"], today)
        if found:
            yield *match.span(), (found, found)
    for match in _FESTIVAL.finditer(text):
        if match["name"] in _EVES:
            found = _eve(match["year"], today)
        else:
            found = _lunar(*_FESTIVALS[match["name"]], match["year"], today)
        if found:
            yield *match.span(), _beside(found, match["side"], today)
    for match in _TERM.finditer(text):
        if match["name"] in _ALSO_WEATHER and not _NAMED.search(match[0]):
            continue
        day_of_term = _nearest([term_day(year, match["name"]) for year in _years(match["year"], today)], today)
        yield *match.span(), _beside(day_of_term, match["side"], today)


def term_day(year: int, name: str) -> date:
    """The day of a solar term in a year of the common calendar."""
    return _terms(year)[name]


@lru_cache(maxsize=16)
def _terms(year: int) -> dict[str, date]:
    # A year's table begins with the winter before: June's and December's together hold the whole year.
    found = {}
    for month in (6, 12):
        table = Solar.fromYmd(year, month, 25).getLunar().getJieQiTable()
        for name, day in table.items():
            if name in TERMS and day.getYear() == year:
                found[name] = date(day.getYear(), day.getMonth(), day.getDay())
            elif name == "DONG_ZHI" and day.getYear() == year:
                found["冬至"] = date(day.getYear(), day.getMonth(), day.getDay())
    return found


def _beside(day: date, side: str | None, today: date) -> Period:
    """冬至前 is from today up to it while it lies ahead; else the day itself is meant."""
    return (today, day) if side and "前" in side and day > today else (day, day)


def _years(word: str | None, today: date) -> tuple[int, ...]:
    return (today.year + _YEARS[word],) if word else (today.year - 1, today.year, today.year + 1)


def _nearest(days: list[date], today: date) -> date:
    return min(days, key=lambda day: abs((day - today).days))


def _lunar(month: int, day: int, year: str | None, today: date) -> date | None:
    """The day of a lunar date in the year named, else the one nearest to today; None where there is no such day."""
    found = [solar for each in _years(year, today) if (solar := _solar(each, month, day))]
    return _nearest(found, today) if found else None


def _eve(year: str | None, today: date) -> date | None:
    """The last day of a lunar year: the 29th or the 30th of the twelfth month."""
    found = [solar for each in _years(year, today) if (solar := _solar(each, 12, 30) or _solar(each, 12, 29))]
    return _nearest(found, today) if found else None


@lru_cache(maxsize=256)
def _solar(year: int, month: int, day: int) -> date | None:
    try:
        found = Lunar.fromYmd(year, month, day).getSolar()
    except Exception:  # the library raises bare Exception for a day that the month has not
        return None
    return date(found.getYear(), found.getMonth(), found.getDay())


def _month(text: str) -> int:
    return _MONTHS.get(text) or int(read(text) or 0)


def _day(text: str) -> int:
    return int(read(text.removeprefix("初").replace("廿", "二十")) or 0)
