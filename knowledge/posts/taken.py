"""A post as it comes in: a draft for staff, with the rules that speak against it."""

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from knowledge import catalogue, units
from knowledge.clock import local
from knowledge.deeds import Deed
from knowledge.imports.dates import end_of_day
from knowledge.models.job import Job
from knowledge.models.trade import DEMAND, SUPPLY, TradePost
from knowledge.moderation import bans, rules
from knowledge.moderation.usual import Usual
from knowledge.text import storable

LIVE_DAYS = 15
# The same person's same goods within so many days are one post that has changed.
SAME_WITHIN = timedelta(days=3)
DRAFT, APPROVED = "draft", "approved"
JOB = "job"
BY_MESSAGE, ONE_PERSON = "农户发布", "个人"
_FIGURE = re.compile(
    r"(?P<low>\d{1,9}(?:\.\d{1,4})?)(?:-(?P<high>\d{1,9}(?:\.\d{1,4})?))?(?P<unit>[^\d-]\w{0,8}|元/\w{1,8})?"
)


def take(session: Session, said: Deed, person_id: int | None, now: datetime) -> Job | TradePost:
    """The draft of a post, in the caller's transaction; the same person's same goods of late are changed instead."""
    fields = _job(said) if said.said("sort") == JOB else _trade(session, said)
    words = said.said("words")
    table: Any = Job if said.said("sort") == JOB else TradePost
    fields |= {
        "place": storable(said.said("region")), "phone": said.said("phone"),
        "region_code": said.said("region_code") or None, "expires_at": last_moment(now), "status": DRAFT,
    }  # fmt: skip
    row = session.scalars(_same(table, fields, person_id, now)).first() if person_id else None
    if row is None:
        row = table(person_id=person_id, contact="", posted_at=now)
        session.add(row)
    for name, value in fields.items():
        setattr(row, name, value)
    against = (bans.why(session, row.phone, words), _held_for(session, row, words, local(now)))
    row.held_for = "；".join(filter(None, against))
    session.flush()
    return row  # type: ignore[no-any-return]


def last_moment(now: datetime) -> datetime:
    """The end of the last day of what is posted or extended now."""
    return end_of_day(local(now).date() + timedelta(days=LIVE_DAYS))


def _same(table: Any, fields: dict[str, Any], person_id: int, now: datetime) -> Select[Any]:
    goods = ("title",) if table is Job else ("kind", "commodity_id", "goods")
    return (
        select(table)
        .where(table.person_id == person_id, table.posted_at > now - SAME_WITHIN, table.status.in_((DRAFT, APPROVED)))
        .where(*(getattr(table, name) == fields[name] for name in goods))
        .order_by(table.id.desc())
    )


def _job(said: Deed) -> dict[str, Any]:
    low, high, unit = _figures(said.said("wage"))
    heads = re.match(r"\d+", said.said("heads"))
    return {
        "title": storable(said.said("job_type")), "employer": ONE_PERSON, "wage_low": low, "wage_high": high,
        "wage_unit": unit, "headcount": int(heads[0]) if heads else None, "source": BY_MESSAGE,
        "description": storable(said.said("words")),
    }  # fmt: skip


def _trade(session: Session, said: Deed) -> dict[str, Any]:
    known = catalogue.current(session).commodity(said.said("commodity"))
    amount, price = _FIGURE.fullmatch(said.said("quantity")), _FIGURE.fullmatch(said.said("price"))
    return {
        "kind": {"supply": SUPPLY, "demand": DEMAND}[said.said("sort")],
        "commodity_id": known.id if known else None,
        "goods": "" if known else storable(said.said("commodity")),
        "quantity": _span(amount), "unit": (amount["unit"] or "") if amount else "",
        "price": _span(price), "price_unit": (price["unit"] or "") if price else "",
        "words": storable(said.said("words")),
    }  # fmt: skip


def _span(found: re.Match[str] | None) -> str:
    """1.2-1.5; empty where nothing was said in figures."""
    return "-".join(filter(None, (found["low"], found["high"]))) if found else ""


def _figures(pay: str) -> tuple[str, str, str]:
    found = _FIGURE.fullmatch(pay)
    return (found["low"], found["high"] or found["low"], found["unit"] or "") if found else ("", "", "")


def _held_for(session: Session, row: Job | TradePost, words: str, today: datetime) -> str:
    """The rules that speak against it, in words for staff."""
    usual = Usual(session, today.date())
    if isinstance(row, Job):
        over = usual.pay_over(row.wage_low, row.wage_unit)
        return rules.in_words(rules.held_for(rules.Post(rules.JOB, words, None, row.place, over, None)))
    low = row.price.partition("-")[0]
    priced = bool(row.commodity_id) and units.is_weight(row.price_unit)
    over = usual.price_over(row.commodity_id or 0, low, row.price_unit) if priced else None
    return rules.in_words(rules.held_for(rules.Post(rules.TRADE, words, None, row.place, None, over)))
