"""Outward calls: one token, every errcode read, nothing sent twice."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from actions.menu import MENU
from bot import delivery
from bot.channels import wechat_api, wechat_menu
from bot.channels.wechat_api import WeChatApi
from bot.channels.wechat_errors import Kind, WeChatRefused
from bot.conversation import Conversation, Parts
from bot.message import Message
from bot.state import State
from bot.ways import service_message
from knowledge import questions
from knowledge.models.outbox import MOST_IN_WINDOW, NO_QUOTA, Owed
from knowledge.models.person import Person
from knowledge.settings import Settings
from tests.bot.wechat_stand_in import APPID, DROP, SECRET, StandIn, settings_of
from tests.conftest import NOW, StandingClock

SEND, TOKEN, MENU_PATH = "/cgi-bin/message/custom/send", "/cgi-bin/stable_token", "/cgi-bin/menu/create"
OPENID = "o" * 28


def refusal(api: WeChatApi, text: str = "好") -> Kind:
    with pytest.raises(WeChatRefused) as caught:
        api.send_text(OPENID, text)
    assert "token-" not in str(caught.value) and SECRET not in str(caught.value)
    return caught.value.kind


def test_many_threads_fetch_one_token(platform: StandIn, state: State) -> None:
    apis = [WeChatApi(settings_of(platform), state) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda api: api.send_text(OPENID, "您问的有答复了"), apis))
    assert platform.issued == 1 and len(platform.sent) == 8


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_an_ended_token_is_replaced_once(platform: StandIn, api: WeChatApi, code: int) -> None:
    api.send_text(OPENID, "一")
    platform.token = "token-2"
    platform.faults[SEND] = [code]
    api.send_text(OPENID, "二")
    assert [text for _, text in platform.sent] == ["一", "二"] and platform.issued == 2


def test_a_token_that_never_works_is_not_fetched_for_ever(platform: StandIn, api: WeChatApi) -> None:
    platform.faults[SEND] = [40001] * 20
    assert refusal(api) is Kind.TOKEN
    assert platform.issued == 2 and platform.calls[SEND] == 2


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (45015, Kind.CLOSED),
        (45047, Kind.CLOSED),
        (40003, Kind.PERSON),
        (45009, Kind.QUOTA),
        (45011, Kind.SLOW),
        (48001, Kind.RIGHTS),
        (40164, Kind.SETTINGS),
        (47001, Kind.OURS),
    ],
)
def test_each_refusal_is_classed_and_not_repeated(platform: StandIn, api: WeChatApi, code: int, kind: Kind) -> None:
    platform.faults[SEND] = [code] * 5
    assert refusal(api) is kind
    assert platform.calls[SEND] == 1


def test_a_busy_platform_is_asked_again(platform: StandIn, api: WeChatApi) -> None:
    platform.faults[SEND] = [-1, -1]
    api.send_text(OPENID, "好")
    assert platform.calls[SEND] == 3 and len(platform.sent) == 1


@pytest.mark.parametrize("fault", [DROP, "<html>502</html>"])
def test_a_message_that_may_have_arrived_is_not_sent_again(platform: StandIn, api: WeChatApi, fault: str) -> None:
    platform.faults[SEND] = [fault]
    assert refusal(api) is Kind.UNKNOWN
    assert len(platform.sent) == 1


def test_an_unreachable_platform_is_named_without_the_token(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wechat_api.time, "sleep", lambda _seconds: None)
    nowhere = Settings(wechat_appid=APPID, wechat_secret=SECRET, wechat_api_base="http://127.0.0.1:9")
    assert refusal(WeChatApi(nowhere, state)) is Kind.UNSENT


def test_the_menu_is_accepted_and_a_lost_answer_repeated(platform: StandIn, api: WeChatApi) -> None:
    platform.faults[MENU_PATH] = [DROP]
    api.create_menu(wechat_menu.as_wechat(MENU))
    assert len(platform.menus) == 2 and platform.menus[0] == platform.menus[1]


def test_a_menu_past_the_limits_is_refused_before_it_goes_out() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        wechat_menu.as_wechat((("六个汉字太长", (("一", "一"),)),))


def asked(parts: Parts, text: str = "榴莲苗怎么嫁接") -> int:
    """A farmer asked what nobody knows yet, and staff has answered."""
    conversation = Conversation(parts)
    conversation.reply_to(Message("wechat", OPENID, ("message", text), "text", text, parts.clock.now()))
    with parts.store.reading() as session:
        number = questions.open_groups(session, 10)[0][0]
    questions.answer(parts.store, number, "县里不种榴莲。", parts.clock)
    with parts.store.reading() as session:
        return session.scalars(select(Owed.id)).one()


def deliver(parts: Parts, api: WeChatApi) -> int:
    return delivery.deliver(parts.store, [service_message.of(api)], parts.vault, parts.clock)


def test_an_answer_is_sent_once_and_not_repeated_with_the_next_message(
    platform: StandIn, api: WeChatApi, sqlite_parts: Parts
) -> None:
    asked(sqlite_parts)
    assert deliver(sqlite_parts, api) == 1 and deliver(sqlite_parts, api) == 0
    ((openid, text),) = platform.sent
    assert openid == OPENID and "县里不种榴莲" in text
    reply = Conversation(sqlite_parts).reply_to(Message("wechat", OPENID, ("m2",), "text", "白菜多少钱", NOW))
    assert reply is not None and "榴莲" not in reply.text


@pytest.mark.parametrize("fault", [45015, DROP])
def test_what_was_not_delivered_for_sure_goes_out_with_the_next_message(
    platform: StandIn, api: WeChatApi, sqlite_parts: Parts, fault: object
) -> None:
    asked(sqlite_parts)
    platform.faults[SEND] = [fault]
    assert deliver(sqlite_parts, api) == 0 and deliver(sqlite_parts, api) == 0
    assert platform.calls[SEND] == 1
    later = replace(sqlite_parts, clock=StandingClock(moment=NOW + timedelta(minutes=5)))
    reply = Conversation(later).reply_to(Message("wechat", OPENID, ("m2",), "text", "白菜多少钱", NOW))
    assert reply is not None and "县里不种榴莲" in reply.text


def test_a_full_quota_stops_the_run_and_the_next_one_tries_again(
    platform: StandIn, api: WeChatApi, sqlite_parts: Parts
) -> None:
    asked(sqlite_parts)
    platform.faults[SEND] = [45009]
    assert deliver(sqlite_parts, api) == 0
    assert deliver(sqlite_parts, api) == 1


def test_nothing_is_sent_after_48_hours(platform: StandIn, api: WeChatApi, sqlite_parts: Parts) -> None:
    asked(sqlite_parts)
    late = replace(sqlite_parts, clock=StandingClock(moment=NOW + timedelta(hours=49)))
    assert deliver(late, api) == 0 and not platform.sent


def test_no_more_than_five_follow_one_message(platform: StandIn, api: WeChatApi, sqlite_parts: Parts) -> None:
    number = asked(sqlite_parts)
    with sqlite_parts.store.writing() as session:
        person_id = session.get_one(Owed, number).person_id
        for count in range(MOST_IN_WINDOW + 2):
            session.add(Owed(person_id=person_id, cause=f"x{count}", text="又一条", created_at=NOW))
    while deliver(sqlite_parts, api):
        pass
    assert len(platform.sent) == MOST_IN_WINDOW
    with sqlite_parts.store.reading() as session:
        left = session.scalars(select(Owed).where(Owed.delivered_at.is_(None))).all()
        assert [owed.result for owed in left] == [NO_QUOTA] * 3
    # Replies are never blocked, and bring what waits; the five begin anew with the message.
    later = replace(sqlite_parts, clock=StandingClock(moment=NOW + timedelta(minutes=5)))
    reply = Conversation(later).reply_to(Message("wechat", OPENID, ("m2",), "text", "白菜多少钱", NOW))
    assert reply is not None and reply.text.count("又一条") == 3 and "元/斤" in reply.text


@pytest.mark.parametrize("errcode", [45015, 45047, 43101, 43004])
def test_who_cannot_be_reached_is_left_alone_until_he_writes(
    platform: StandIn, api: WeChatApi, parts: Parts, errcode: int
) -> None:
    person_id = in_waiting(parts, 2)
    platform.faults[SEND] = [errcode]
    assert deliver(parts, api) == 0 and deliver(parts, api) == 0 and platform.calls[SEND] == 1
    with parts.store.reading() as session:
        first, second = session.scalars(select(Owed).order_by(Owed.id)).all()
        assert (first.errcode, second.attempted_at) == (errcode, None)
        assert session.get_one(Person, person_id).unreachable == str(errcode)
    later = replace(parts, clock=StandingClock(moment=NOW + timedelta(minutes=5)))
    reply = Conversation(later).reply_to(Message("wechat", OPENID, ("m2",), "text", "白菜多少钱", NOW))
    assert reply is not None and reply.text.count("又一条") == 2
    with parts.store.reading() as session:
        assert session.get_one(Person, person_id).unreachable == ""


def test_a_refusal_that_ends_the_run_is_kept_too(platform: StandIn, api: WeChatApi, sqlite_parts: Parts) -> None:
    in_waiting(sqlite_parts, 1)
    platform.faults[SEND] = [45009]
    deliver(sqlite_parts, api)
    with sqlite_parts.store.reading() as session:
        assert session.scalars(select(Owed.errcode)).one() == 45009
    assert deliver(sqlite_parts, api) == 1


def test_an_answer_older_than_48_hours_waits_for_the_next_message(
    platform: StandIn, api: WeChatApi, sqlite_parts: Parts
) -> None:
    in_waiting(sqlite_parts, 1, created_at=NOW - timedelta(hours=49))
    assert deliver(sqlite_parts, api) == 0 and not platform.sent
    reply = Conversation(sqlite_parts).reply_to(Message("wechat", OPENID, ("m2",), "text", "白菜多少钱", NOW))
    assert reply is not None and "又一条" in reply.text


def in_waiting(parts: Parts, count: int, created_at: datetime = NOW) -> int:
    """A person who has just written and is owed so many texts; his number."""
    Conversation(parts).reply_to(Message("wechat", OPENID, ("m1",), "text", "你好", NOW))
    with parts.store.writing() as session:
        person_id = session.scalars(select(Person.id)).one()
        for number in range(count):
            session.add(Owed(person_id=person_id, cause=f"x{number}", text="又一条", created_at=created_at))
    return person_id


def test_a_worker_killed_while_sending_sends_nothing_twice(
    platform: StandIn, api: WeChatApi, sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(sqlite_parts)

    def killed(_openid: str, _text: str, _check: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(api, "send_text", killed)
        with pytest.raises(KeyboardInterrupt):
            deliver(sqlite_parts, api)
    assert deliver(sqlite_parts, api) == 0 and not platform.sent
