"""「生猪最近行情」: where a price has gone, in words and as a small curve."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from actions import price_curve, quotes, trends, wording
from actions.base import Answer, FarmAction, Question
from knowledge.catalogue import CommodityName

USUAL_DAYS = 30


class AskPriceTrend(FarmAction):
    """The trend of one commodity at the nearest market that has one."""

    intent = "ask_price_trend"
    example = "生猪最近行情"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """First and last price, direction, range, and a curve."""
        if not question.commodities:
            return Answer("您问哪样的行情？比如：生猪最近行情", asks="commodity")
        commodity = quotes.asked_for(question)[0]
        compared = trends.compared(knowledge, question, commodity)
        if compared:
            return compared
        first, last = question.period or (question.today - timedelta(USUAL_DAYS), question.today)
        last = min(last, question.today)
        found = quotes.offers(knowledge, question, [commodity], last)
        if not found:
            return _narrower(question, knowledge, commodity)
        course = trends.points(knowledge, question, found, (first, last), least=3)
        if course:
            text = trends.described(commodity, *course, question.today)
            return Answer(
                text,
                rests_on=(("quote", course[0].quote.id),),
                picture=_picture(question, commodity, course[0].quote.series_id, first, last),
            )
        best = found[0].quote
        return Answer(
            f"【{commodity.name}】这段时间报价太少，看不出走势。\n{quotes.figure(best)}\n"
            f"{quotes.dated(best, question.today)}\n来源：{best.source}，仅供参考",
            rests_on=(("quote", best.id),),
        )


def _picture(question: Question, commodity: CommodityName, series_id: int, first: date, last: date) -> str:
    """The course as a picture for who asks for one (走势图, 画个图)."""
    return price_curve.address(commodity.id, series_id, first, last) if "图" in question.text else ""


def _narrower(question: Question, knowledge: Session, commodity: CommodityName) -> Answer:
    below = quotes.with_quotes(knowledge, question.names.descendants(commodity), question.today)
    if not below:
        return Answer(f"还没有「{commodity.name}」的报价，看不出走势。{wording.KEPT}", is_open=True)
    choices = quotes.choices(below, question)
    return Answer(
        f"{commodity.name}有好几种，回复数字：\n{wording.numbered([c.label for c in choices])}", choices=choices
    )
