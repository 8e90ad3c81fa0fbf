"""Pushes: by the best way that is allowed, at their hours, never to who wants no more, every try on record."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.channels.wechat_api import WeChatApi
from bot.conversation import Parts
from bot.state import State
from knowledge.clock import SHANGHAI
from knowledge.models.outbox import DIGEST, LATE, NO_QUOTA, WITHDRAWN, Owed
from knowledge.models.push import Consent
from tests.bot import wechat_stand_in
from tests.bot.pushing import at, deliver, openid, owe, person, results, says, tries
from tests.bot.wechat_stand_in import TEMPLATE, StandIn
from tests.conftest import NOW
from tests.knowledge.alerts.quoting import alert, quoted

SEND, NOTIFY = "/cgi-bin/message/custom/send", "/cgi-bin/message/subscribe/bizsend"


@pytest.fixture
def platform() -> Iterator[StandIn]:
    with wechat_stand_in.running() as found:
        yield found


@pytest.fixture
def api(platform: StandIn, state: State) -> WeChatApi:
    return WeChatApi(wechat_stand_in.settings_of(platform), state)


def moment(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def agreed(parts: Parts, platform: StandIn, count: int = 1) -> None:
    """The person has agreed to so many subscription messages."""
    platform.consents[openid()] = count
    with parts.store.writing() as session:
        who = person(parts.store)
        session.add(Consent(person_id=who, template=TEMPLATE, remaining=count, changed_at=NOW))


def test_an_alert_of_the_night_arrives_in_the_morning(
    platform: StandIn, api: WeChatApi, parts: Parts, tmp_path: Path
) -> None:
    says(at(parts, moment(20)), "你好")
    quoted(parts.store, tmp_path, "1.2", moment(20))
    alert(parts.store, person(parts.store))
    quoted(parts.store, tmp_path, "0.7", moment(3, day=25))
    for early in (moment(3, 1, 25), moment(6, 59, 25)):
        assert deliver(at(parts, early), api) == 0
        assert "价格提醒" not in says(at(parts, early), "你好")
    assert deliver(at(parts, moment(7, 0, 25)), api) == 1
    assert platform.sent[0][1].startswith("【价格提醒】包菜跌到0.70元/斤")
    assert "价格提醒" not in says(at(parts, moment(8, 0, 25)), "你好")


def test_who_cannot_be_reached_hears_of_it_with_the_next_reply(
    platform: StandIn, api: WeChatApi, parts: Parts, tmp_path: Path
) -> None:
    says(parts, "你好")
    quoted(parts.store, tmp_path, "1.2")
    alert(parts.store, person(parts.store))
    late = at(parts, NOW + timedelta(days=4))
    quoted(parts.store, tmp_path, "0.7", late.clock.now())
    assert deliver(late, api) == 0 and not platform.sent
    reply = says(late, "萝卜多少钱")
    assert reply.startswith("【价格提醒】包菜跌到0.70元/斤") and "【萝卜】" in reply and "您之前问的" not in reply


@pytest.mark.parametrize("kind", ["alert", "digest"])
def test_what_is_twelve_hours_old_is_given_up(platform: StandIn, api: WeChatApi, parts: Parts, kind: str) -> None:
    says(parts, "你好")
    owe(parts, 1, kind=kind)
    late = at(parts, NOW + timedelta(hours=12))
    assert "第0条" not in says(late, "你好", key="before the worker")
    assert deliver(late, api) == 0 and not platform.sent
    assert results(parts.store, kind) == [LATE] and "第0条" not in says(late, "你好")


def test_answers_go_first_and_a_digest_never_takes_the_last_of_the_five(
    platform: StandIn, api: WeChatApi, sqlite_parts: Parts
) -> None:
    says(sqlite_parts, "你好")
    for kind, count in (("digest", 3), ("alert", 1), ("", 2)):
        owe(sqlite_parts, count, kind=kind)
    while deliver(sqlite_parts, api):
        pass
    told = [text.rpartition("条")[2] for _, text in platform.sent]
    assert told == ["", "", "alert", "digest"]
    assert results(sqlite_parts.store, DIGEST) == ["sent", NO_QUOTA, NO_QUOTA]
    owe(sqlite_parts, 1)
    assert deliver(sqlite_parts, api) == 1


def test_past_the_five_an_alert_goes_to_who_has_agreed_to_a_notice(
    platform: StandIn, api: WeChatApi, parts: Parts
) -> None:
    says(parts, "你好")
    agreed(parts, platform)
    owe(parts, 7, kind="alert")
    while deliver(parts, api):
        pass
    assert len(platform.sent) == 5
    assert platform.notified == [(openid(), {"thing1": "白菜", "amount2": "0.75元", "date3": "2026年11月24日"})]
    assert results(parts.store, "alert") == ["sent"] * 6 + [NO_QUOTA]
    assert [way for way, *_ in tries(parts.store)] == ["service"] * 5 + ["subscribed"]


def test_who_was_silent_for_48_hours_gets_the_notice_that_he_agreed_to(
    platform: StandIn, api: WeChatApi, parts: Parts
) -> None:
    says(parts, "你好")
    agreed(parts, platform)
    late = at(parts, NOW + timedelta(hours=49))
    owe(late, 1, kind="alert")
    owe(late, 1, kind="digest")
    assert deliver(late, api) == 1 and len(platform.notified) == 1 and not platform.sent


def test_a_consent_that_wechat_does_not_know_ends(platform: StandIn, api: WeChatApi, parts: Parts) -> None:
    says(parts, "你好")
    agreed(parts, platform, 2)
    platform.consents.clear()
    late = at(parts, NOW + timedelta(hours=49))
    owe(late, 2, kind="alert")
    assert deliver(late, api) == 0 and platform.calls[NOTIFY] == 1
    assert tries(parts.store) == [("subscribed", "person", 43101, True)]
    assert says(late, "你好").count("alert") == 2


def test_every_try_is_kept_and_what_went_nowhere_uses_nothing_up(
    platform: StandIn, api: WeChatApi, parts: Parts
) -> None:
    says(parts, "你好")
    owe(parts, 2)
    platform.faults[SEND] = [45009, 45009]
    for _ in range(3):
        deliver(parts, api)
    refused, sent = ("service", "quota", 45009, False), ("service", "sent", 0, True)
    assert tries(parts.store) == [refused, refused, sent, sent]


def test_a_push_whose_arrival_nobody_knows_is_not_told_again(platform: StandIn, api: WeChatApi, parts: Parts) -> None:
    says(parts, "你好")
    owe(parts, 1, kind="alert")
    platform.faults[SEND] = [wechat_stand_in.DROP]
    assert deliver(parts, api) == 0 and deliver(parts, api) == 0
    assert len(platform.sent) == 1
    assert "alert" not in says(at(parts, NOW + timedelta(minutes=5)), "你好")


@pytest.mark.parametrize("kind", ["alert", "digest"])
def test_fifty_pushes_in_flight_do_not_reach_who_wants_no_more(
    platform: StandIn, api: WeChatApi, parts: Parts, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(50):
        says(parts, "你好", number)
        owe(parts, 1, number, kind=kind)
    all_claimed, go_on = threading.Barrier(51), threading.Event()
    token = WeChatApi._token

    def waits(self: WeChatApi, spent: str) -> str:
        all_claimed.wait(120)
        assert go_on.wait(120)
        return token(self, spent)

    monkeypatch.setattr(WeChatApi, "_token", waits)
    senders = [threading.Thread(target=deliver_one, args=(parts, api, number, kind)) for number in range(50)]
    for sender in senders:
        sender.start()
    all_claimed.wait(120)
    for number in range(50):
        assert kind not in says(parts, "退订", number)
    go_on.set()
    for sender in senders:
        sender.join()
    assert not platform.sent and results(parts.store, kind) == [WITHDRAWN] * 50
    assert {result for _, result, *_ in tries(parts.store)} == {"withdrawn"}


def deliver_one(parts: Parts, api: WeChatApi, number: int, kind: str) -> None:
    """One sender with one text: claimed, and about to leave."""
    from bot import delivery
    from bot.ways import service_message
    from knowledge.pushes.line import sendable

    way = service_message.of(api)
    who = person(parts.store, number)
    with parts.store.reading() as session:
        found = sendable(session, "wechat", NOW, way.allowed(NOW), 100)
    parcel = next(one for one in found if one.person_id == who)
    tried = delivery._claimed(way, parts.store, parts.clock, parcel)
    assert tried is not None
    known_as, refusal = delivery._sent(way, parts.store, parts.clock, parts.vault, parcel)
    delivery._note(way, parts.store, parts.clock, parcel, tried, known_as, refusal)


def test_who_forgets_us_while_a_push_is_in_flight_gets_none(
    platform: StandIn, api: WeChatApi, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(parts, "你好")
    owe(parts, 1, kind="alert")
    token = WeChatApi._token

    def leaves(self: WeChatApi, spent: str) -> str:
        from bot.conversation import Conversation
        from bot.message import Message

        Conversation(parts).reply_to(Message("wechat", openid(), ("gone",), "unsubscribe", "", NOW))
        return token(self, spent)

    monkeypatch.setattr(WeChatApi, "_token", leaves)
    assert deliver(parts, api) == 0 and not platform.sent and not tries(parts.store)


def test_what_is_on_its_way_while_an_alert_is_dropped_does_not_arrive(
    platform: StandIn, api: WeChatApi, parts: Parts, tmp_path: Path
) -> None:
    says(parts, "你好")
    quoted(parts.store, tmp_path, "1.2")
    alert(parts.store, person(parts.store))
    quoted(parts.store, tmp_path, "0.7")
    assert "价格提醒" not in says(parts, "取消包菜提醒")
    assert deliver(parts, api) == 0 and results(parts.store, "alert") == [WITHDRAWN]


def test_a_price_put_right_before_it_was_told_is_not_told(
    platform: StandIn, api: WeChatApi, parts: Parts, tmp_path: Path
) -> None:
    says(parts, "你好")
    quoted(parts.store, tmp_path, "1.2")
    alert(parts.store, person(parts.store))
    quoted(parts.store, tmp_path, "0.7")
    quoted(parts.store, tmp_path, "1.1")
    assert deliver(parts, api) == 0
    quoted(parts.store, tmp_path, "0.6", NOW + timedelta(days=1))
    says(at(parts, NOW + timedelta(days=1)), "你好")
    with parts.store.reading() as session:
        assert [cause.split(":")[2] for cause in session.scalars(select(Owed.cause).order_by(Owed.id))] == ["1", "2"]


def test_a_price_put_right_after_it_was_told_is_told_right(
    platform: StandIn, api: WeChatApi, parts: Parts, tmp_path: Path
) -> None:
    says(parts, "你好")
    quoted(parts.store, tmp_path, "1.2")
    alert(parts.store, person(parts.store))
    quoted(parts.store, tmp_path, "0.7")
    assert deliver(parts, api) == 1
    quoted(parts.store, tmp_path, "1.1")
    assert "更正" in says(at(parts, NOW + timedelta(minutes=2)), "你好")


def test_test_accounts_are_sent_nothing(platform: StandIn, api: WeChatApi, parts: Parts) -> None:
    from knowledge.models.person import Person

    says(parts, "你好")
    with parts.store.writing() as session:
        session.execute(update(Person).values(is_test=True))
    owe(parts, 1, kind="alert")
    assert deliver(parts, api) == 0
