"""「长沙和常德哪里白菜价高」: one commodity at several markets."""

from sqlalchemy.orm import Session

from actions import quotes, side_by_side, trends, wording
from actions.base import Answer, FarmAction, Question
from knowledge.models.region import within

MOST_MARKETS = 6


class ComparePrices(FarmAction):
    """The markets' newest quotes side by side, dearest first."""

    intent = "compare_prices"
    example = "白菜哪里价高"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """Quotes of the last 30 days, each with its day."""
        if not question.commodities:
            return Answer("您比哪样的价？比如：白菜哪里价高", asks="commodity")
        wanted = quotes.asked_for(question)
        if len(wanted) > 1:
            return side_by_side.compared(question, knowledge, wanted)
        commodity = wanted[0]
        # 比昨天贵还是便宜 compares days, not places.
        since = trends.compared(knowledge, question, commodity)
        if since:
            return since
        family = [commodity, *question.names.descendants(commodity)]
        found = quotes.offers(knowledge, question, family, question.today)
        recent = [o for o in found if o.days_old(question.today) <= quotes.TOO_OLD_DAYS and o.quote.fen_per_kg]
        chosen = _asked_for(recent, question)
        by_market: dict[str, quotes.Offer] = {}
        for offer in chosen:
            by_market.setdefault(offer.market, offer)
        if len(by_market) < 2:
            return _too_few(question, list(by_market.values()), commodity.name)
        shown = sorted(by_market.values(), key=lambda offer: -offer.quote.fen_per_kg)[:MOST_MARKETS]
        lines = [f"【{commodity.name}】{shown[0].market}最高，{shown[-1].market}最低："]
        lines += [
            f"{o.market} {quotes.figure(o.quote)}{quotes.variety(o.quote, commodity)} "
            f"{wording.day(o.quote.date, question.today)}"
            for o in shown
        ]
        lines.append(f"来源：{'、'.join(dict.fromkeys(o.quote.source for o in shown))}，没算运费，仅供参考")
        return Answer("\n".join(lines), rests_on=tuple(("quote", o.quote.id) for o in shown))


def _asked_for(recent: list[quotes.Offer], question: Question) -> list[quotes.Offer]:
    """The markets and areas named, if two or more of them have quotes; else all."""
    names = {market.name for market in question.markets}
    named = [
        o for o in recent if o.market in names or (o.region and any(within(o.region, r) for r in question.regions))
    ]
    return named if len({offer.market for offer in named}) >= 2 else recent


def _too_few(question: Question, found: list[quotes.Offer], name: str) -> Answer:
    if not found:
        return Answer(f"近30天没有「{name}」的报价，没法比。{wording.KEPT}", is_open=True)
    offer = found[0]
    return Answer(
        f"【{name}】近30天只有一处报价，没法比：\n{offer.market}\n{quotes.figure(offer.quote)}\n"
        f"{quotes.dated(offer.quote, question.today)}\n来源：{offer.quote.source}，仅供参考",
        rests_on=(("quote", offer.quote.id),),
    )
