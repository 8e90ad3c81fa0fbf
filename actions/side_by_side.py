"""Two commodities or more beside one another: 大蒜和生姜哪个贵."""

import re
from collections.abc import Sequence

from sqlalchemy.orm import Session

from actions import quotes, wording
from actions.base import Answer, Question
from knowledge.catalogue import CommodityName

MOST = 4
_WHICH = re.compile(r"哪[个样种].{0,6}(?:[贵高]|便宜|划算|值钱)|比.{0,8}(?:[贵高]|便宜|值钱)|(?:[贵高]|便宜).{0,3}还是")


def is_asked_for(question: Question) -> bool:
    """Whether a question wants to know which of several is dearer."""
    return bool(_WHICH.search(question.text)) and len(quotes.asked_for(question)) > 1


def compared(question: Question, knowledge: Session, wanted: Sequence[CommodityName]) -> Answer:
    """Up to four commodities at one market where one has quotes of them all, the dearest first."""
    found = {one.name: _recent(question, knowledge, one) for one in wanted[:MOST]}
    quoted = {name: offers for name, offers in found.items() if offers}
    missing = [f"近30天没有「{name}」的报价。" for name, offers in found.items() if not offers]
    if len(quoted) < 2:
        one = [f"{name} {_place_and_day(offers[0], question)}" for name, offers in quoted.items()]
        return Answer("\n".join([*one, *missing, f"没法比。{wording.KEPT}"]), is_open=True)
    chosen = _at_one_market(quoted)
    ranked = sorted(chosen.items(), key=lambda pair: -pair[1].quote.fen_per_kg)
    (dear, high), (cheap, low) = ranked[0], ranked[-1]
    verdict = f"{dear}比{cheap}贵" if high.quote.fen_per_kg > low.quote.fen_per_kg else "一样的价"
    alike = len({(offer.market, offer.quote.date) for offer in chosen.values()}) == 1
    sources = "、".join(dict.fromkeys(offer.quote.source for _, offer in ranked))
    lines = [
        f"【{verdict}】" + ("" if alike else "不是同一处同一天的价，只能大致比："),
        *(f"{name} {_place_and_day(offer, question)}" for name, offer in ranked),
        *missing,
        f"来源：{sources}，仅供参考",
    ]
    return Answer("\n".join(lines), rests_on=tuple(("quote", offer.quote.id) for _, offer in ranked))


def _recent(question: Question, knowledge: Session, commodity: CommodityName) -> list[quotes.Offer]:
    found = quotes.offers(knowledge, question, [commodity], question.today)
    found = found or quotes.offers(knowledge, question, question.names.descendants(commodity), question.today)
    recent = [o for o in found if o.days_old(question.today) <= quotes.TOO_OLD_DAYS and o.quote.fen_per_kg]
    return quotes.narrowed(recent, question) or recent


def _at_one_market(quoted: dict[str, list[quotes.Offer]]) -> dict[str, quotes.Offer]:
    first, *others = quoted.values()
    for offer in first:
        here = [next((o for o in offers if o.market == offer.market), None) for offers in others]
        found = [offer, *(o for o in here if o)]
        if len(found) == len(quoted):
            return dict(zip(quoted, found, strict=True))
    return {name: offers[0] for name, offers in quoted.items()}


def _place_and_day(offer: quotes.Offer, question: Question) -> str:
    day = wording.day(offer.quote.date, question.today)
    return f"{quotes.figure(offer.quote)} {offer.market} {day}（{wording.age(offer.quote.date, question.today)}）"
