"""Answers that come from memory never outlive what they rest on."""

from typing import Any

import pytest
from sqlalchemy import delete, select, update

from bot.conversation import Conversation, Parts
from knowledge.models.base import Account
from knowledge.models.commodity import Commodity, CommodityAlias
from knowledge.models.price import Quote, Series
from tests.conftest import Farmer


def revision(parts: Parts) -> int:
    with parts.store.reading() as session:
        return session.scalar(select(Account.knowledge_revision)) or 0


def test_the_same_question_is_asked_of_the_store_once(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []
    real = type(parts.dispatcher)._run

    def counted(self: Any, request: Any, *rest: Any) -> Any:
        runs.append(request.text)
        return real(self, request, *rest)

    monkeypatch.setattr(type(parts.dispatcher), "_run", counted)
    conversation = Conversation(Parts(**{**vars(parts), "dispatcher": type(parts.dispatcher)()}))
    first, second = Farmer(conversation, "oA"), Farmer(conversation, "oB")
    assert first.says("白菜多少钱") == second.says("白菜多少钱")
    assert runs == ["白菜多少钱"]


def test_a_changed_price_is_in_the_next_answer(parts: Parts) -> None:
    farmer = Farmer(Conversation(parts))
    before = farmer.says("白菜多少钱")
    with parts.store.writing() as session:
        cabbage = select(Series.id).join(Commodity, Series.commodity_id == Commodity.id).where(Commodity.name == "白菜")
        session.execute(update(Quote).where(Quote.series_id.in_(cabbage)).values(fen_per_kg=987654))
    assert farmer.says("白菜多少钱") != before


def test_a_removed_alias_is_no_longer_understood(parts: Parts) -> None:
    from knowledge import catalogue

    farmer = Farmer(Conversation(parts))
    with parts.store.writing() as session:
        potato = session.scalars(select(Commodity).where(Commodity.name == "土豆")).one()
        session.add(CommodityAlias(commodity_id=potato.id, name="地灵果"))
        catalogue.touch(session)
    assert "土豆" in farmer.says("地灵果多少钱")
    with parts.store.writing() as session:
        session.execute(delete(CommodityAlias).where(CommodityAlias.name == "地灵果"))
        catalogue.touch(session)
    assert "【土豆】" not in farmer.says("地灵果多少钱")


def test_messages_leave_the_revision_as_it_is_and_writers_raise_it(parts: Parts) -> None:
    before = revision(parts)
    Farmer(Conversation(parts)).says("白菜多少钱")
    assert revision(parts) == before
    with parts.store.writing():
        pass
    assert revision(parts) == before + 1
