"""「走势图」: the course as a picture, after the text where WeChat lets it follow, beside it on the REST channel."""

import io
from datetime import timedelta
from functools import cache

import pytest
from PIL import Image
from sqlalchemy import delete, select

from actions import price_curve
from bot import delivery
from bot.channels.wechat_api import WeChatApi
from bot.conversation import Conversation, Parts
from bot.message import Message
from bot.ways import service_message
from knowledge import settings
from knowledge.models.outbox import MOST_IN_WINDOW, PICTURE_WINDOW, Owed
from knowledge.models.price import Quote
from tests.bot.wechat_stand_in import StandIn, settings_of
from tests.conftest import NOW, TODAY, StandingClock

ASKED = "白菜走势图"
UPLOAD = "/cgi-bin/media/upload"


@pytest.fixture
def connected(platform: StandIn, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """An account with a secret, so that something may follow a reply."""
    monkeypatch.setattr(settings, "current", cache(lambda: settings_of(platform)))
    return platform


def says(parts: Parts, text: str, who: str = "a", channel: str = "wechat", seconds: int = 0) -> str:
    key = (who, text, str(seconds))
    message = Message(channel, who * 28, key, "text", text, NOW + timedelta(seconds=seconds))
    reply = Conversation(parts).reply_to(message)
    assert reply is not None
    return reply.text


def owed(parts: Parts) -> list[Owed]:
    with parts.store.reading() as session:
        return list(session.scalars(select(Owed).order_by(Owed.id)))


def test_who_asks_for_a_picture_gets_it_after_the_text(parts: Parts, connected: StandIn, api: WeChatApi) -> None:
    text = says(parts, ASKED)
    assert "【白菜】" in text and "最低" in text
    assert delivery.deliver(parts.store, [service_message.of(api)], parts.vault, parts.clock) == 1
    ((openid, content),) = connected.shown
    assert openid == "a" * 28 and Image.open(io.BytesIO(content)).size == (680, 508) and not connected.sent
    assert (
        delivery.deliver(parts.store, [service_message.of(api)], parts.vault, parts.clock) == 0
        and len(connected.shown) == 1
    )


def test_the_same_picture_is_uploaded_once_for_all(parts: Parts, connected: StandIn, api: WeChatApi) -> None:
    for who in "abc":
        says(parts, ASKED, who)
    assert delivery.deliver(parts.store, [service_message.of(api)], parts.vault, parts.clock) == 3
    assert connected.calls[UPLOAD] == 1 and len(connected.shown) == 3


@pytest.mark.parametrize(("text", "channel"), [("白菜最近行情", "wechat"), (ASKED, "rest"), ("白菜多少钱", "wechat")])
def test_nothing_follows_where_no_picture_was_asked_for_or_can_follow(
    sqlite_parts: Parts, connected: StandIn, text: str, channel: str
) -> None:
    says(sqlite_parts, text, channel=channel)
    assert not owed(sqlite_parts)


def test_without_a_secret_nothing_is_owed(sqlite_parts: Parts) -> None:
    assert "【白菜】" in says(sqlite_parts, ASKED)
    assert not owed(sqlite_parts)


def test_a_picture_that_did_not_go_out_is_not_told_with_the_next_message(
    sqlite_parts: Parts, connected: StandIn
) -> None:
    says(sqlite_parts, ASKED)
    later = says(sqlite_parts, "谢谢", seconds=5)
    assert "您之前问的" not in later and [one.delivered_at for one in owed(sqlite_parts)] == [None]


def test_a_picture_that_comes_too_late_is_forgotten(parts: Parts, connected: StandIn, api: WeChatApi) -> None:
    says(parts, ASKED)
    late = StandingClock(moment=NOW + PICTURE_WINDOW + timedelta(seconds=1))
    assert delivery.deliver(parts.store, [service_message.of(api)], parts.vault, late) == 0
    assert not connected.shown and not owed(parts)


def test_a_picture_is_one_of_the_five(sqlite_parts: Parts, connected: StandIn, api: WeChatApi) -> None:
    for number in range(MOST_IN_WINDOW + 1):
        says(sqlite_parts, f"{ASKED}{'。' * number}", seconds=number)
    delivery.deliver(sqlite_parts.store, [service_message.of(api)], sqlite_parts.vault, sqlite_parts.clock)
    assert len(connected.shown) == MOST_IN_WINDOW


def test_a_picture_whose_quotes_are_gone_is_not_sent(sqlite_parts: Parts, connected: StandIn, api: WeChatApi) -> None:
    says(sqlite_parts, ASKED)
    with sqlite_parts.store.writing() as session:
        session.execute(delete(Quote))
    assert delivery.deliver(sqlite_parts.store, [service_message.of(api)], sqlite_parts.vault, sqlite_parts.clock) == 0
    assert not connected.shown and [one.result for one in owed(sqlite_parts)] == ["media"]


@pytest.mark.parametrize(("days", "span"), [(0, 7), (7, 7), (30, 30), (45, 30), (90, 365), (365, 365)])
def test_the_picture_s_span_holds_what_was_asked(days: int, span: int) -> None:
    address = price_curve.address(60, 123, TODAY - timedelta(days), TODAY)
    assert price_curve.of_address(address) == (123, span)


@pytest.mark.parametrize("written", ["", "/c/1.png", "/c/1.png?s=x&days=30", "/c/1.png?s=1&days=31", "/a/1"])
def test_another_address_is_no_picture(written: str) -> None:
    with pytest.raises(ValueError, match="^" + written.replace("?", r"\?").replace(".", r"\.") + "$"):
        price_curve.of_address(written)
