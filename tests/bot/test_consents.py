"""What people answer when WeChat asks whether they want a notice, and what WeChat says became of one."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.wechat_api import WeChatApi
from bot.conversation import Parts
from bot.state import State
from knowledge.models.push import Consent
from tests.bot import wechat_client as weixin
from tests.bot import wechat_stand_in
from tests.bot.pushing import at, deliver, openid, owe, says, tries
from tests.bot.wechat_door import client_of
from tests.bot.wechat_stand_in import TEMPLATE, StandIn
from tests.conftest import NOW


@pytest.fixture
def platform() -> Iterator[StandIn]:
    with wechat_stand_in.running() as found:
        yield found


@pytest.fixture
def api(platform: StandIn, state: State) -> WeChatApi:
    return WeChatApi(wechat_stand_in.settings_of(platform), state)


def event(parts: Parts, name: str, part: str, *entries: str, seconds: int = 1764000000) -> None:
    """WeChat pushes an event with these entries."""
    listed = "".join(f"<List>{entry}</List>" for entry in entries)
    body = weixin.event(name, f"<{part}>{listed}</{part}>", openid(), seconds)
    assert weixin.post(client_of(parts), body).data == b"success"


def answered(parts: Parts, said: str, name: str = "subscribe_msg_popup_event", seconds: int = 1764000000) -> None:
    entry = f"<TemplateId><![CDATA[{TEMPLATE}]]></TemplateId><SubscribeStatusString><![CDATA[{said}]]></SubscribeStatusString>"
    event(parts, name, "SubscribeMsgPopupEvent", entry, seconds=seconds)


def remaining(parts: Parts) -> list[int]:
    with parts.store.reading() as session:
        return list(session.scalars(select(Consent.remaining)))


def test_each_yes_is_one_message_more_and_a_no_is_none_at_all(parts: Parts) -> None:
    for seconds in (1, 2):
        answered(parts, "accept", seconds=1764000000 + seconds)
    assert remaining(parts) == [2]
    answered(parts, "reject", "subscribe_msg_change_event", 1764000005)
    assert remaining(parts) == [0]


def test_an_event_that_comes_thrice_counts_once(parts: Parts) -> None:
    for _ in range(3):
        answered(parts, "accept")
    assert remaining(parts) == [1]


def test_several_answers_in_one_event_are_all_kept(parts: Parts) -> None:
    status = "<SubscribeStatusString>accept</SubscribeStatusString>"
    entries = (f"<TemplateId>{'A' * 43}</TemplateId>{status}", f"<TemplateId>{'B' * 43}</TemplateId>{status}")
    event(parts, "subscribe_msg_popup_event", "SubscribeMsgPopupEvent", *entries)
    assert remaining(parts) == [1, 1]


@pytest.mark.parametrize(
    "entry",
    ["", "<TemplateId/>", "<TemplateId>a b\nc</TemplateId><SubscribeStatusString>accept</SubscribeStatusString>",
     "<MsgID>x</MsgID><ErrorCode>0</ErrorCode>", "<MsgID>1</MsgID><ErrorCode>9999999999</ErrorCode>"],
)  # fmt: skip
def test_what_makes_no_sense_changes_nothing(parts: Parts, entry: str) -> None:
    event(parts, "subscribe_msg_sent_event", "SubscribeMsgSentEvent", entry)
    assert remaining(parts) == []


def test_a_notice_that_did_not_arrive_is_told_with_the_next_reply(
    platform: StandIn, api: WeChatApi, parts: Parts
) -> None:
    says(parts, "你好")
    answered(parts, "accept")
    platform.consents[openid()] = 1
    late = at(parts, NOW + timedelta(hours=49))
    owe(late, 1, kind="alert")
    assert deliver(late, api) == 1 and remaining(parts) == [0]
    event(late, "subscribe_msg_sent_event", "SubscribeMsgSentEvent", "<MsgID>7001</MsgID><ErrorCode>20</ErrorCode>")
    assert tries(parts.store) == [("subscribed", "person", 20, True)]
    assert "alert" in says(late, "你好")


def test_a_notice_that_arrived_stays_delivered(platform: StandIn, api: WeChatApi, parts: Parts) -> None:
    says(parts, "你好")
    answered(parts, "accept")
    platform.consents[openid()] = 1
    late = at(parts, NOW + timedelta(hours=49))
    owe(late, 1, kind="alert")
    deliver(late, api)
    event(late, "subscribe_msg_sent_event", "SubscribeMsgSentEvent", "<MsgID>7001</MsgID><ErrorCode>0</ErrorCode>")
    assert tries(parts.store) == [("subscribed", "sent", 0, True)] and "alert" not in says(late, "你好")


def test_an_event_of_wechat_s_own_opens_no_window(platform: StandIn, api: WeChatApi, parts: Parts) -> None:
    says(parts, "你好")
    late = at(parts, NOW + timedelta(hours=49))
    answered(late, "reject")
    owe(late, 1)
    assert deliver(late, api) == 0 and not platform.sent
