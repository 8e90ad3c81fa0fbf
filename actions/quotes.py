"""Choosing and wording quotes: nearest market first, never without a date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from actions import wording
from actions.base import Choice, Question
from knowledge import units
from knowledge.catalogue import CommodityName
from knowledge.models import price
from knowledge.models.region import distance, within
from knowledge.text import normalise

STALE_DAYS, TOO_OLD_DAYS = 7, 30
MOST_CHOICES = 9
FAR = 9
_JOINED = re.compile(r"[和跟与、，,比]|还有|哪")
_AMOUNT = re.compile(r"(\d{1,9}(?:\.\d{1,4})?|\.\d{1,4})([^\d.]+)")
_KG = {"斤": Decimal("0.5"), "公斤": Decimal(1), "百斤": Decimal(50), "担": Decimal(50), "吨": Decimal(1000)}


@dataclass(frozen=True)
class Offer:
    """One series' newest quote, with where it stands relative to the person who asks."""

    quote: Any
    market: str
    region: str
    steps: int

    def days_old(self, today: date) -> int:
        """Its age."""
        return int((today - self.quote.date).days)


def asked_for(question: Question) -> list[CommodityName]:
    """The commodities asked for, without one that only names another's kind (谷子 where 早稻 is named too)."""
    named = question.commodities
    return [one for one in named if not any(_is_kind_of(other, one, question) for other in named)]


def _is_kind_of(kind: CommodityName, wide: CommodityName, question: Question) -> bool:
    """Whether one stands below the other, or is said beside it and called by its name too (早稻: 早稻谷)."""
    names = question.names
    if kind.id == wide.id:
        return False
    if any(below.id == kind.id for below in names.descendants(wide)):
        return True
    if kind.parent_id is None or kind.parent_id != wide.parent_id or _JOINED.search(question.text):
        return False
    return any(
        name != wide.name and name.endswith(wide.name) for name, i in names.commodity_ids.items() if i == kind.id
    )


def offers(
    knowledge: Session, question: Question, commodities: Sequence[CommodityName], on_or_before: date
) -> list[Offer]:
    """Every market's newest quote of these commodities, the most useful first.

    Quotes of the last 30 days come before older ones, then the nearest market (township, county, city, province),
    then the newest. Where the question has a source's own word for a kind of it (黑提), only that kind counts.
    """
    found = []
    for quote in price.latest(knowledge, [commodity.id for commodity in commodities], on_or_before):
        market = question.names.markets.get(quote.market_id)
        region = market.region_code if market else ""
        steps = distance(region, question.near) if region else FAR
        found.append(Offer(quote, market.name if market else "", region, steps))
    asked = _kind_asked(found, question)
    if asked and asked not in {normalise(commodity.name).text for commodity in commodities}:
        found = [offer for offer in found if normalise(offer.quote.written).text == asked]
    return sorted(
        found,
        key=lambda offer: (
            offer.days_old(on_or_before) > TOO_OLD_DAYS,
            offer.steps,
            offer.days_old(on_or_before) > STALE_DAYS,
            normalise(offer.quote.written).text != asked,
            -offer.quote.date.toordinal(),
            offer.quote.variety,
            offer.quote.grade,
            offer.quote.id,
        ),
    )


def _kind_asked(found: list[Offer], question: Question) -> str:
    """The source's own word that the question has, in comparable form; empty when it has none."""
    said = normalise(question.text).text
    kinds = {normalise(offer.quote.written).text for offer in found}
    return max((kind for kind in kinds if kind in said), key=len, default="")


def narrowed(found: list[Offer], question: Question) -> list[Offer]:
    """Only the markets and areas that the question names."""
    markets = {market.name for market in question.markets}
    if markets:
        return [offer for offer in found if offer.market in markets]
    if question.regions:
        return [offer for offer in found if offer.region and any(within(offer.region, r) for r in question.regions)]
    return found


def figure(quote: Any) -> str:
    """0.80元/斤, with low and high and the source's own unit where it is another one."""
    if quote.fen_per_kg is None:
        span = f"（{quote.low}～{quote.high}）" if quote.low and quote.high and quote.low != quote.high else ""
        return f"{quote.average}{quote.unit}{span}"
    text = f"{units.yuan_per_jin(quote.fen_per_kg)}元/斤"
    low, high = quote.fen_per_kg_low, quote.fen_per_kg_high
    if low is not None and high is not None and low != high:
        text += f"（{units.yuan_per_jin(low)}～{units.yuan_per_jin(high)}）"
    if quote.unit != "元/斤":
        text += f"\n原报价{quote.average}{quote.unit}"
    return text


def reckoned(quote: Any, amounts: Sequence[str]) -> str:
    """What the first of the amounts brings at this quote; empty where there is none in a unit of it."""
    for amount in amounts:
        match = _AMOUNT.fullmatch(amount)
        yuan = _yuan(quote, Decimal(match[1]), match[2]) if match else None
        if yuan is not None:
            return f"照这个价，{amount}约{yuan:.0f}元（毛算，以实际成交为准）"
    return ""


def _yuan(quote: Any, number: Decimal, unit: str) -> Decimal | None:
    if unit in _KG and quote.fen_per_kg is not None:
        return number * _KG[unit] * Decimal(quote.fen_per_kg) / 100
    return number * Decimal(quote.average) if quote.unit == f"元/{unit}" else None


def dated(quote: Any, today: date) -> str:
    """11月22日（2天前）; a last resort says 最近一次是."""
    days = (today - quote.date).days
    start = "最近一次是 " if days > TOO_OLD_DAYS else ""
    return f"{start}{wording.day(quote.date, today)}（{wording.age(quote.date, today)}）"


def change(quote: Any, before: Any) -> str:
    """The step from the series' last quote, in words."""
    if before is None or quote.fen_per_kg is None or not before.fen_per_kg:
        return ""
    step = quote.fen_per_kg - before.fen_per_kg
    if step == 0:
        return f"和{before.date.month}月{before.date.day}日持平"
    percent = round(abs(step) * 100 / before.fen_per_kg)
    word = "涨" if step > 0 else "跌"
    return f"比{before.date.month}月{before.date.day}日{word}{units.yuan_per_jin(abs(step))}元（{percent}%）"


def variety(quote: Any, commodity: CommodityName) -> str:
    """What the source says beyond the commodity's name."""
    parts = [part for part in (quote.variety, quote.grade) if part and part not in ("普通", commodity.name)]
    if quote.written != commodity.name:
        parts.insert(0, quote.written)
    return f"（{'，'.join(parts)}）" if parts else ""


def with_quotes(knowledge: Session, candidates: Sequence[CommodityName], today: date) -> list[CommodityName]:
    """Those of the candidates that have been quoted at all, the ones quoted last first."""
    by_id = {commodity.id: commodity for commodity in candidates}
    newest: dict[int, date] = {}
    for quote in price.latest(knowledge, list(by_id), today) if by_id else []:
        newest[quote.commodity_id] = max(newest.get(quote.commodity_id, date.min), quote.date)
    return [by_id[i] for i in sorted(newest, key=lambda i: (-newest[i].toordinal(), i))]


def choices(commodities: Sequence[CommodityName], question: Question) -> tuple[Choice, ...]:
    """A numbered list of narrower commodities; the rest of the question goes along."""
    others = tuple(entity for entity in question.entities if entity[0] != "commodity")
    return tuple(
        Choice(commodity.name, question.intent, (("commodity", commodity.name), *others))
        for commodity in commodities[:MOST_CHOICES]
    )


def related(knowledge: Session, commodity: CommodityName, question: Question) -> list[CommodityName]:
    """Up to three kindred commodities that have quotes: of the same wider name."""
    names = question.names
    parent = names.commodities.get(commodity.parent_id or 0)
    kin = [other for other in names.descendants(parent) if other.id != commodity.id] if parent else []
    kin += [parent] if parent else []
    return with_quotes(knowledge, kin, question.today)[:3]
