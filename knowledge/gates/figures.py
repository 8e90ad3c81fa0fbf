"""Gates that a quote must pass before a farmer may read it."""

from bisect import bisect_left
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

ZERO = "均价为 0"
ORDER = "不满足 最低 ≤ 均价 ≤ 最高"
NEGATIVE = "价格是负数"
FUTURE = "日期在今天之后"
UNASKED = "日期在所问的日子之前"
CONFLICT = "同一报价在文件里有不同价格"
DRAFT = "先不发布，等人核实"
JUMP = "比前几次报价差太多"

# Factors tuned on 新发地's quotes of 2013-2016, where mixed varieties make honest steps of up to 12 in the past.
# The newest quote is what farmers will be told, so it is held sooner than a figure of the past.
JUMP_OF_NEWEST, JUMP_IN_PAST = 5.0, 15.0
COMPARED_DAYS, COMPARED_QUOTES = 30, 5


def on_itself(
    low: Decimal | None,
    average: Decimal,
    high: Decimal | None,
    day: date,
    today: date,
    first: date = date.min,
) -> str:
    """Why a quote cannot be believed whatever came before it; empty when it can. `first` is the first day asked for."""
    if average == 0:
        return ZERO
    if average < 0 or (low is not None and low < 0):
        return NEGATIVE
    if (low is not None and low > average) or (high is not None and high < average):
        return ORDER
    if day < first:
        return UNASKED
    return FUTURE if day > today else ""


def jumps(known: list[tuple[date, float]], fresh: list[tuple[date, float]]) -> dict[date, str]:
    """The days of one series whose fresh figure is too far from the median of the quotes shortly before."""
    found: dict[date, str] = {}
    fresh_days = {day for day, _ in fresh}
    corrected = {day: figure for day, figure in known if day in fresh_days}
    trusted = sorted((day, figure) for day, figure in known if day not in fresh_days)
    newest = max([*fresh_days, *(day for day, _ in trusted)], default=date.min)
    for day, figure in sorted(fresh):
        place = bisect_left(trusted, (day, 0.0))
        before = [f for d, f in trusted[max(0, place - COMPARED_QUOTES) : place] if d >= day - timedelta(COMPARED_DAYS)]
        limit = JUMP_OF_NEWEST if day == newest else JUMP_IN_PAST
        # A correction of a series' only quotes is measured by what it corrects.
        usual = median(before) if before else corrected.get(day, figure)
        if figure > usual * limit or figure < usual / limit:
            found[day] = f"{JUMP}（前几次约 {usual:g}）"
        else:
            trusted.insert(place, (day, figure))
    return found
