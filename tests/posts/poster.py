"""Somebody who posts, and what staff do with it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.conversation import Conversation, Parts
from knowledge.models.outbox import Owed
from knowledge.models.trade import TradePost
from knowledge.moderation import desk
from knowledge.posts import told
from tests.conftest import NOW, Farmer, StandingClock
from tests.knowledge.test_desk_held import WANG

LINE = "卖椪柑 2万斤 1块5 夷望溪 13900000000"
HIRING = "我要招10个人摘茶，150一天，在漆河镇，13900000000"


def posted(parts: Parts, line: str = LINE, name: str = "oSeller") -> Farmer:
    farmer = Farmer(Conversation(parts), name)
    assert "发 1" in farmer.says(line)
    assert farmer.says("1").startswith("收到")
    return farmer


def at(farmer: Farmer, parts: Parts, later: timedelta, monkeypatch: pytest.MonkeyPatch) -> Farmer:
    """The same farmer later on."""
    watch = StandingClock(moment=NOW + later)
    monkeypatch.setattr("knowledge.clock.current", lambda: watch)
    again = Farmer(Conversation(replace(parts, clock=watch)), farmer.name)
    again.count = farmer.count
    return again


def trades(parts: Parts) -> list[TradePost]:
    with parts.store.reading() as session:
        return list(session.scalars(select(TradePost).where(TradePost.person_id.is_not(None)).order_by(TradePost.id)))


def owed(parts: Parts) -> list[str]:
    with parts.store.reading() as session:
        return list(session.scalars(select(Owed.text).order_by(Owed.id)))


def tell(parts: Parts, later: timedelta) -> int:
    with parts.store.writing() as session:
        return told.tell(session, NOW + later)


def approve(parts: Parts, number: int) -> None:
    with parts.store.writing() as session:
        desk.approve(session, WANG, desk.TRADE, number, "电话问过，属实", NOW)
