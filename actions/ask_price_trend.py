"""「生猪最近行情」: where a price has gone, in words and as a small curve."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from actions import quotes, wording
from actions.base import Answer, FarmAction, Question
from knowledge import units
from knowledge.catalogue import CommodityName
from knowledge.models import price

USUAL_DAYS, MOST_BARS = 30, 14
_BARS = "▁▂▃▄▅▆▇"


class AskPriceTrend(FarmAction):
    """The trend of one commodity at the nearest market that has one."""

    intent = "ask_price_trend"
    example = "生猪最近行情"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """First and last price, direction, range, and a curve."""
        if not question.commodities:
            return Answer("您问哪样的行情？比如：生猪最近行情", asks="commodity")
        commodity = question.commodities[0]
        first, last = question.period or (question.today - timedelta(USUAL_DAYS), question.today)
        last = min(last, question.today)
        found = quotes.offers(knowledge, question, [commodity], last)
        if not found:
            return _narrower(question, knowledge, commodity)
        for offer in (quotes.narrowed(found, question) or found)[:5]:
            points = [p for p in price.between(knowledge, offer.quote.series_id, first, last) if p.fen_per_kg]
            if len(points) >= 3:
                text = _described(commodity, offer, points, question.today)
                return Answer(text, rests_on=(("quote", offer.quote.id),))
        best = found[0].quote
        return Answer(
            f"【{commodity.name}】这段时间报价太少，看不出走势。\n{quotes.figure(best)}\n"
            f"{quotes.dated(best, question.today)}\n来源：{best.source}，仅供参考",
            rests_on=(("quote", best.id),),
        )


def _described(commodity: CommodityName, offer: quotes.Offer, points: Sequence[Any], today: date) -> str:
    figures = [point.fen_per_kg for point in points]
    begin, end = points[0], points[-1]
    step = end.fen_per_kg - begin.fen_per_kg
    percent = round(abs(step) * 100 / begin.fen_per_kg)
    direction = "平稳" if percent < 3 else f"{'涨' if step > 0 else '跌'}了{percent}%"
    stale = ["⚠ 数据已旧"] if (today - end.date).days > quotes.STALE_DAYS else []
    return "\n".join(
        [
            *stale,
            f"【{commodity.name}】{offer.market}",
            f"{wording.day(begin.date, today)}到{wording.day(end.date, today)}{direction}",
            sparkline(figures),
            f"{units.yuan_per_jin(begin.fen_per_kg)} → {units.yuan_per_jin(end.fen_per_kg)}元/斤",
            f"最低{units.yuan_per_jin(min(figures))}，最高{units.yuan_per_jin(max(figures))}",
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


def _narrower(question: Question, knowledge: Session, commodity: CommodityName) -> Answer:
    below = quotes.with_quotes(knowledge, question.names.descendants(commodity), question.today)
    if not below:
        return Answer(f"还没有「{commodity.name}」的报价，看不出走势。{wording.KEPT}", is_open=True)
    choices = quotes.choices(below, question)
    return Answer(
        f"{commodity.name}有好几种，回复数字：\n{wording.numbered([c.label for c in choices])}", choices=choices
    )
