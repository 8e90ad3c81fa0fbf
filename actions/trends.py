"""Where a price has gone: over some days, and since one day, in words."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from actions import quotes, wording
from actions.base import Answer, Question
from knowledge import units
from knowledge.catalogue import CommodityName
from knowledge.models import price

MOST_BARS, FEW_DAYS = 14, 7
_BARS = "▁▂▃▄▅▆▇"
_THESE_DAYS = re.compile(r"[这咯近]几[天日]|最近[几这]?[天日]")
_SINCE = re.compile(r"比.{0,8}(?:[涨跌升降]|[高低贵贱]|便宜)|(?:[涨跌升降]|[高低贵贱]|便宜).{0,2}比")


def days(question: Question) -> tuple[date, date] | None:
    """The days that a question is about where they are more than one: 上个星期, 这几天; none after today."""
    asked = question.period
    if asked is None and _THESE_DAYS.search(question.text):
        return question.today - timedelta(FEW_DAYS - 1), question.today
    if asked is None or asked[0] == asked[1] or asked[0] >= question.today:
        return None
    return asked[0], min(asked[1], question.today)


def points(
    knowledge: Session, question: Question, found: Sequence[quotes.Offer], period: tuple[date, date], least: int
) -> tuple[quotes.Offer, Sequence[Any]] | None:
    """The first of the offers whose series has at least so many quotes in a period, with these quotes."""
    for offer in (quotes.narrowed(list(found), question) or found)[:5]:
        quoted = [p for p in price.between(knowledge, offer.quote.series_id, *period) if p.fen_per_kg]
        if len(quoted) >= least:
            return offer, quoted
    return None


def compared(knowledge: Session, question: Question, commodity: CommodityName) -> Answer | None:
    """What has changed since the day that a question compares with (比昨天高些不); None when it compares with none."""
    asked = question.period
    if asked is None or asked[0] != asked[1] or asked[0] >= question.today or not _SINCE.search(question.text):
        return None
    found = quotes.offers(knowledge, question, [commodity], question.today)
    if not found:
        return None
    offer = (quotes.narrowed(found, question) or found)[0]
    lines = [
        f"【{commodity.name}】{offer.market}",
        _since(knowledge, offer.quote, asked[0], question.today),
        f"{quotes.figure(offer.quote)}{quotes.variety(offer.quote, commodity)}",
        quotes.dated(offer.quote, question.today),
        f"来源：{offer.quote.source}，仅供参考",
    ]
    return Answer("\n".join(lines), rests_on=(("quote", offer.quote.id),))


def _since(knowledge: Session, quote: Any, day: date, today: date) -> str:
    before = price.before(knowledge, quote.series_id, min(day + timedelta(1), quote.date))
    step = quotes.change(quote, before)
    if not step:
        return f"没有{wording.day(day, today)}的报价，比不出涨跌，最近的是："
    gap = "" if before.date == day and quote.date == today else "最近两次报价："
    verdict = "没涨没跌" if quote.fen_per_kg == before.fen_per_kg else ""
    return gap + step + (f"，{verdict}" if verdict else "")


def in_short(knowledge: Session, quote: Any, period: tuple[date, date], today: date) -> str:
    """The range and direction of one series over some days, in a line; empty with fewer than three quotes."""
    figures = [p.fen_per_kg for p in price.between(knowledge, quote.series_id, *period) if p.fen_per_kg]
    if len(figures) < 3:
        return ""
    span = f"最低{units.yuan_per_jin(min(figures))}，最高{units.yuan_per_jin(max(figures))}元/斤"
    return f"{wording.day(period[0], today)}以来{span}，{_direction(figures)}"


def _direction(figures: Sequence[int]) -> str:
    step = figures[-1] - figures[0]
    percent = round(abs(step) * 100 / figures[0])
    return "平稳" if percent < 3 else f"{'涨' if step > 0 else '跌'}了{percent}%"


def described(commodity: CommodityName, offer: quotes.Offer, points: Sequence[Any], today: date) -> str:
    """First and last price, direction, range, and a curve."""
    figures = [point.fen_per_kg for point in points]
    begin, end = points[0], points[-1]
    stale = ["⚠ 数据已旧"] if (today - end.date).days > quotes.STALE_DAYS else []
    return "\n".join(
        [
            *stale,
            f"【{commodity.name}】{offer.market}",
            f"{wording.day(begin.date, today)}到{wording.day(end.date, today)}{_direction(figures)}",
            sparkline(figures),
            f"{units.yuan_per_jin(begin.fen_per_kg)} → {units.yuan_per_jin(end.fen_per_kg)}元/斤",
            f"最低{units.yuan_per_jin(min(figures))}，最高{units.yuan_per_jin(max(figures))}元/斤",
            f"来源：{offer.quote.source}，以后涨跌说不准，仅供参考",
            *wording.link("看图", f"/c/{commodity.id}"),
        ]
    )


def sparkline(figures: Sequence[int]) -> str:
    """A curve of at most 14 bars: ▁▃▆."""
    count = min(len(figures), MOST_BARS)
    groups = [figures[i * len(figures) // count : (i + 1) * len(figures) // count] for i in range(count)]
    means = [sum(group) / len(group) for group in groups]
    low, span = min(means), (max(means) - min(means)) or 1
    return "".join(_BARS[round((mean - low) / span * (len(_BARS) - 1))] for mean in means)
