"""「白菜多少钱」: the newest quotes of one commodity."""

from sqlalchemy.orm import Session

from actions import quotes, side_by_side, trade_posts, trends, wording
from actions.base import Answer, FarmAction, Question
from knowledge.catalogue import CommodityName
from knowledge.models import price

MOST_COMMODITIES, MOST_MARKETS = 3, 6


class AskPrice(FarmAction):
    """The price of each commodity asked for, at the nearest market first."""

    intent = "ask_price"
    example = "白菜多少钱"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """One answer for up to three commodities."""
        wanted = quotes.asked_for(question)[:MOST_COMMODITIES]
        if not wanted:
            return _which(question)
        if len(wanted) == 1:
            compared = trends.compared(knowledge, question, wanted[0])
            return compared or _of_one(question, knowledge, wanted[0], brief=False)
        if side_by_side.is_asked_for(question):
            return side_by_side.compared(question, knowledge, wanted)
        parts = [_of_one(question, knowledge, commodity, brief=True) for commodity in wanted]
        return Answer(
            "\n\n".join(part.text for part in parts),
            rests_on=tuple(row for part in parts for row in part.rests_on),
            is_open=any(part.is_open for part in parts),
        )


def _which(question: Question) -> Answer:
    if question.values("commodity"):
        return Answer(f"还没有「{question.values('commodity')[0]}」的报价。{wording.KEPT}", is_open=True)
    return Answer("您问哪样的价？比如：白菜多少钱", asks="commodity")


def _of_one(question: Question, knowledge: Session, commodity: CommodityName, brief: bool) -> Answer:
    wanted_day = min(question.period[1], question.today) if question.period else question.today
    found = quotes.offers(knowledge, question, [commodity], wanted_day)
    if not found:
        return _narrower(question, knowledge, commodity, brief)
    period = trends.days(question)
    if period and period[1] < question.today:
        course = trends.points(knowledge, question, found, period, least=2)
        if course:
            text = trends.described(commodity, *course, question.today)
            return Answer(text, rests_on=(("quote", course[0].quote.id),))
    here = quotes.narrowed(found, question)
    note = "" if here else _not_there(question)
    shown = here or found
    best = shown[0]
    same = [o for o in shown if (o.market, o.quote.date) == (best.market, best.quote.date)][:3]
    lines = [_title(question, commodity, best), *_figures(same, commodity), quotes.dated(best.quote, question.today)]
    if best.days_old(question.today) > quotes.STALE_DAYS and best.quote.date < wanted_day:
        lines.insert(0, "⚠ 数据已旧")
    if note:
        lines.insert(0, note)
    if question.period and not question.period[0] <= best.quote.date <= question.period[1]:
        lines.insert(0, "您问的那天没有报价，给您最近的：")
    step = quotes.change(best.quote, price.before(knowledge, best.quote.series_id, best.quote.date))
    course_line = trends.in_short(knowledge, best.quote, period, question.today) if period else ""
    reckoned = quotes.reckoned(best.quote, question.values("quantity"))
    lines += [line for line in (step, course_line, reckoned) if line]
    lines.append(f"来源：{best.quote.source}，仅供参考")
    if not brief:
        lines += _elsewhere(question, commodity, shown, best)
    return Answer("\n".join(lines), rests_on=tuple(("quote", offer.quote.id) for offer in same))


def _title(question: Question, commodity: CommodityName, best: quotes.Offer) -> str:
    return f"【{commodity.name}】{best.market}"


def _figures(same: list[quotes.Offer], commodity: CommodityName) -> list[str]:
    return [quotes.figure(offer.quote) + quotes.variety(offer.quote, commodity) for offer in same]


def _not_there(question: Question) -> str:
    place = question.markets[0].name if question.markets else question.names.places.name(question.regions[0])
    return f"{place}暂无报价，最近的是："


def _elsewhere(
    question: Question, commodity: CommodityName, shown: list[quotes.Offer], best: quotes.Offer
) -> list[str]:
    others: dict[str, quotes.Offer] = {}
    for offer in shown:
        if offer.market != best.market and offer.days_old(question.today) <= quotes.TOO_OLD_DAYS:
            others.setdefault(offer.market, offer)
    lines = [
        f"{offer.market} {quotes.figure(offer.quote)} {wording.day(offer.quote.date, question.today)}"
        for offer in list(others.values())[:MOST_MARKETS]
    ]
    return ["别处：", *lines] if lines else []


def _narrower(question: Question, knowledge: Session, commodity: CommodityName, brief: bool) -> Answer:
    """No quote of its own: a wider name offers what it covers, any other is kept as an open question."""
    below = quotes.with_quotes(knowledge, question.names.descendants(commodity), question.today)
    if len(below) == 1:
        return _of_one(question, knowledge, below[0], brief)
    if below:
        choices = quotes.choices(below, question)
        text = f"{commodity.name}有好几种，您问哪种？回复数字：\n{wording.numbered([c.label for c in choices])}"
        return Answer(text, choices=choices)
    bids, posts = trade_posts.bids(question, knowledge, commodity)
    near = quotes.choices(quotes.related(knowledge, commodity, question), question)
    lines = [f"还没有「{commodity.name}」的报价。{wording.KEPT}", *bids]
    if near:
        lines += ["现在有报价的近似品种，回复数字看：", wording.numbered([choice.label for choice in near])]
    return Answer("\n".join(lines), tuple(("trade_post", number) for number in posts), choices=near, is_open=True)
