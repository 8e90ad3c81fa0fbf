"""People who can be sent something on WeChat, and the platform's side of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import select

from bot import delivery
from bot.channels.wechat_api import WeChatApi
from bot.conversation import Conversation, Parts
from bot.message import Message
from bot.ways import Way, service_message, subscription_message
from knowledge.db import Store
from knowledge.models.outbox import Owed
from knowledge.models.person import Person
from knowledge.models.push import PushTry
from knowledge.vault import Vault
from tests.bot.wechat_stand_in import FIELDS, TEMPLATE
from tests.conftest import SECRET, StandingClock

_NUMBERS = count()
TOLD = ":".join((TEMPLATE, *FIELDS))


def openid(number: int = 0) -> str:
    return f"o{number:027d}"


def at(parts: Parts, moment: datetime) -> Parts:
    """The same parts at another moment."""
    return replace(parts, clock=StandingClock(moment=moment))


def says(parts: Parts, text: str, number: int = 0, key: str = "") -> str:
    """What the person hears who writes this now."""
    moment = parts.clock.now()
    message = Message("wechat", openid(number), (openid(number), text, key or f"{moment}"), "text", text, moment)
    reply = Conversation(parts).reply_to(message)
    assert reply is not None
    return reply.text


def person(store: Store, number: int = 0) -> int:
    """The number in the store of who has written."""
    hashed = Vault(SECRET).hashed("person", "wechat", openid(number))
    with store.reading() as session:
        return session.scalars(select(Person.id).where(Person.id_hash == hashed)).one()


def ways(api: WeChatApi) -> list[Way]:
    """Both ways of WeChat."""
    return [service_message.of(api), subscription_message.of(api, TOLD)]


def deliver(parts: Parts, api: WeChatApi) -> int:
    return delivery.deliver(parts.store, ways(api), parts.vault, parts.clock)


def owe(parts: Parts, many: int, number: int = 0, kind: str = "", hours: float = 12) -> None:
    """So many texts more for this person."""
    now = parts.clock.now()
    who = person(parts.store, number)
    with parts.store.writing() as session:
        for each in range(many):
            made = Owed(
                person_id=who, cause=f"{kind}{next(_NUMBERS)}", text=f"第{each}条{kind}", kind=kind, created_at=now
            )
            if kind:
                made.not_before, made.not_after = now, now + timedelta(hours=hours)
            if kind == "alert":
                made.brief = {"subject": "白菜", "figure": "0.75元/斤", "day": "2026-11-24"}
            session.add(made)


def tries(store: Store) -> list[tuple[str, str, int, bool]]:
    """The ledger: way, result, errcode and whether it counts, the first try first."""
    with store.reading() as session:
        found = session.scalars(select(PushTry).order_by(PushTry.id)).all()
        return [(one.way, one.result, one.errcode, one.counts) for one in found]


def results(store: Store, kind: str) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Owed.result).where(Owed.kind == kind).order_by(Owed.id)))
