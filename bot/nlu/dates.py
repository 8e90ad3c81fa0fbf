"""Days and ranges of days in a message: 前天, 上周五, 近半个月, 国庆那几天, 11月1号到15号."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from bot.nlu import lunar
from bot.nlu.numbers import read
from bot.nlu.spans import Span

Period = tuple[date, date]

_N = r"(\d{1,3}|[一二两三四五六七八九十]{1,3}|半)"
_DAY_NUMBER = r"(\d{1,2}|[一二三四五六七八九十廿]{1,3})"
_WEEK = r"(?:个)?(?:周|星期|礼拜)"
_FEW_DAYS = r"(?:那几天|那几日|那些天|期间|长假|假期|节)?"

_RELATIVE_DAYS = {
    "大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "昨儿": -1, "昨晚": -1, "昨夜": -1, "昨": -1,
    "今天": 0, "今日": 0, "今儿": 0, "今朝": 0, "今晚": 0, "今夜": 0, "今早": 0,
    "明天": 1, "明日": 1, "明儿": 1, "明朝": 1, "明早": 1, "明晚": 1, "后天": 2, "后日": 2, "大后天": 3,
}  # fmt: skip
_YEARS = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5}
_WHICH = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "": 0}
# Public holidays that fall on the same days of every year.
_HOLIDAYS = {"国庆": ((10, 1), (10, 7)), "元旦": ((1, 1), (1, 1)), "五一": ((5, 1), (5, 5)), "劳动节": ((5, 1), (5, 5))}


def find(text: str, today: date) -> list[Span]:
    """Every date and range in a normalised text; overlaps are left to the caller."""
    spans = [Span("date", start, end, written(period)) for start, end, period in lunar.find(text, today)]
    for pattern, reading in _RULES:
        for match in pattern.finditer(text):
            try:
                period = reading(match, today)
            except ValueError:
                continue
            if period is not None:
                spans.append(Span("date", match.start(), match.end(), written(period)))
    return _joined(text, spans)


def written(period: Period) -> str:
    """ISO date, or range."""
    first, last = period
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def parse(value: str) -> Period:
    """The period that a canonical value names; raises ValueError."""
    first, _, last = value.partition("/")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Adds the range that two dates with 到 between them make."""
    ranges = []
    for first in spans:
        for last in spans:
            if last.start > first.end and text[first.end : last.start] in ("到", "至", "-", "~", "—"):
                begin, end = parse(first.value)[0], parse(last.value)[1]
                if begin <= end:
                    ranges.append(Span("date", first.start, last.end, written((begin, end))))
    return [*spans, *ranges]


def _number(text: str) -> int:
    value = read(text.replace("廿", "二十"))
    if value is None or value != int(value):
        raise ValueError(text)
    return int(value)


def _one_day(day: date) -> Period:
    return day, day


def _relative(match: re.Match[str], today: date) -> Period:
    return _one_day(today + timedelta(_RELATIVE_DAYS[match[1]]))


def _years(match: re.Match[str], today: date) -> Period:
    return _whole_year(today.year + _YEARS[match[1]])


def _numbered_year(match: re.Match[str], _today: date) -> Period:
    return _whole_year(int(match[1]))


def _whole_year(year: int) -> Period:
    return date(year, 1, 1), date(year, 12, 31)


def _month(year: int, month: int, part: str = "") -> Period:
    last = monthrange(year, month)[1]
    first_day, last_day = {"初": (1, 10), "上旬": (1, 10), "中": (11, 20), "中旬": (11, 20)}.get(
        part, (21, last) if part else (1, last)
    )
    return date(year, month, first_day), date(year, month, last_day)


def _relative_month(match: re.Match[str], today: date) -> Period:
    index = today.year * 12 + today.month - 1 + _WHICH[match[1]]
    return _month(index // 12, index % 12 + 1, match[2] or "")


def _named_month(match: re.Match[str], today: date) -> Period:
    return _month(_year_of(match[1], today), _number(match[2]), match[3] or "")


def _year_of(text: str | None, today: date) -> int:
    if not text:
        return today.year
    if text in _YEARS:
        return today.year + _YEARS[text]
    year = _number(text.removesuffix("年"))
    return year + 2000 if year < 100 else year


def _month_and_day(match: re.Match[str], today: date) -> Period:
    return _one_day(date(_year_of(match[1], today), _number(match[2]), _number(match[3])))


def _iso(match: re.Match[str], today: date) -> Period:
    return _one_day(date(int(match[1]), int(match[2]), int(match[3])))


def _day_of_month(match: re.Match[str], today: date) -> Period:
    return _one_day(today.replace(day=_number(match[1])))


def _day_range(match: re.Match[str], today: date) -> Period:
    month = _number(match[1])
    return date(today.year, month, _number(match[2])), date(today.year, month, _number(match[3]))


def _weekday(match: re.Match[str], today: date) -> Period:
    monday = today - timedelta(today.weekday()) + timedelta(7 * _WHICH[match[1] or ""])
    day = monday + timedelta(_WEEKDAYS[match[2]])
    return (day, day + timedelta(1)) if match[2] == "末" else _one_day(day)


def _week(match: re.Match[str], today: date) -> Period:
    monday = today - timedelta(today.weekday()) + timedelta(7 * _WHICH[match[1]])
    return monday, monday + timedelta(6)


def _days_from_now(match: re.Match[str], today: date) -> Period:
    return _one_day(today + timedelta(_number(match[1]) * (-1 if match[2] == "前" else 1)))


_UNIT_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "年": 365}


def _lately(match: re.Match[str], today: date) -> Period:
    """近半个月 counts back so many days, today being one of them."""
    days = _UNIT_DAYS[match[2]]
    if match[1] == "半":
        count = {30: 15, 365: 182}.get(days)
        if count is None:
            raise ValueError(match[0])
    else:
        count = _number(match[1]) * days
    if count < 1:
        raise ValueError(match[0])
    return today - timedelta(count - 1), today


def _holiday(match: re.Match[str], today: date) -> Period:
    year = _year_of(match[1], today)
    first, last = _HOLIDAYS[match[2]]
    if not match[1] and date(year, *first) > today + timedelta(90):
        year -= 1
    return date(year, *first), date(year, *last)


_YEAR_WORD = r"(去年|前年|今年|明年|\d{2,4}年|[一二三四五六七八九〇零]{2,4}年)?(?:的)?"
_NAMED_MONTH = re.compile(
    rf"{_YEAR_WORD}(?<!个)(?<!\d){_DAY_NUMBER}月(?:份)?(初|上旬|中旬|中|下旬|底|末)?(?!\d|[一二三四五六七八九十]*[号日])"
)
_RULES: list[tuple[re.Pattern[str], Callable[[re.Match[str], date], Period | None]]] = [
    (re.compile(rf"({'|'.join(sorted(_RELATIVE_DAYS, key=len, reverse=True))})(?!年)"), _relative),
    (re.compile(rf"({'|'.join(_YEARS)})"), _years),
    (re.compile(r"(?<!\d)(20\d{2})年(?!\d|[一二三四五六七八九十]+月)"), _numbered_year),
    (re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"), _iso),
    (re.compile(rf"{_YEAR_WORD}{_DAY_NUMBER}月(?:份)?{_DAY_NUMBER}(?:号|日)"), _month_and_day),
    (re.compile(rf"{_DAY_NUMBER}月{_DAY_NUMBER}(?:号|日)?[到至~—-]{_DAY_NUMBER}(?:号|日)"), _day_range),
    (_NAMED_MONTH, _named_month),
    (re.compile(rf"(?<![\d月一二三四五六七八九十廿]){_DAY_NUMBER}号(?!线|楼|店|种|机)"), _day_of_month),
    (re.compile(rf"(上上|上|这|本|下)?{_WEEK}([一二三四五六日末]|天(?!气))"), _weekday),
    (re.compile(rf"(上上|上|这|本|下)(?:一)?{_WEEK}(?![一二三四五六日末]|天(?!气))"), _week),
    (re.compile(r"(上上|上|这|本|下)(?:个)?月(初|上旬|中旬|下旬|底|末)?(?!\d)"), _relative_month),
    (re.compile(rf"(?<!近){_N}天(?:以)?(前|后)"), _days_from_now),
    (re.compile(rf"(?:最近|近|过去|这)(?:这)?{_N}(?:个)?(天|日|周|星期|礼拜|月|年)"), _lately),
    (re.compile(rf"(?<![近去这第\d]){_N}(?:个)?(天|日|周|星期|礼拜|月|年)(?:里头|之内|以内|以来|来)"), _lately),
    (re.compile(rf"{_YEAR_WORD}({'|'.join(_HOLIDAYS)}){_FEW_DAYS}"), _holiday),
]  # fmt: skip
