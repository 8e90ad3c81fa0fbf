"""Named people are told of a source that published nothing, once a night, and the night goes on whatever comes of it."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from knowledge.db import Store
from knowledge.fetch import Gate, NotFetched
from knowledge.fetch.errors import AddressRefused
from knowledge.fetch.post import post_json
from knowledge.models.alarm import Alarm
from knowledge.models.source import HELD
from knowledge.night import alarm
from knowledge.night.alarm import Bell, NotTaken, WrongAlarm
from tests.conftest import NOW, StandingClock
from tests.knowledge.fetch.stand_in import Reply, Route, StandIn, redirect, running, silence, status
from tests.knowledge.night.sites import TITLE, Site, quote, site

SECRET = "key-of-the-robot"


@pytest.fixture
def inbox() -> Iterator[StandIn]:
    """Somebody's webhook that takes everything."""
    with running({"/hook": lambda _: Reply(b'{"errcode":0,"errmsg":"ok"}', "application/json")}) as server:
        yield server


@pytest.fixture
def source(store: Store) -> Iterator[Site]:
    with site(store) as running_site:
        yield running_site


def tell(store: Store, name: str, server: StandIn, form: str = "robot") -> None:
    """As `alarm.add` would, for a stand-in that it refuses."""
    hook = f"{server.base}/hook?key={SECRET}"
    with store.writing() as session:
        session.add(Alarm(name=name, webhook=hook, form=form, added_at=NOW))


def ring(source: Site, server: StandIn) -> None:
    source.parts = {"ring": Bell(source.store, StandingClock(), server.gate).ring}


def heard(server: StandIn) -> list[dict[str, Any]]:
    return [json.loads(visit.body) for visit in server.visits]


def test_a_robot_is_told_in_its_own_shape_once_a_night(source: Site, inbox: StandIn) -> None:
    tell(source.store, "王站长", inbox)
    ring(source, inbox)
    for hours in (0, 1):
        assert source.night(hours).state == HELD
    text = f"【田讯】11月24日抓取，「{TITLE}」（fields）没有发布：一行也没有读到"
    assert heard(inbox) == [{"msgtype": "text", "text": {"content": text}}]
    assert inbox.visits[0].method == "POST" and "json" in inbox.visits[0].headers["Content-Type"]
    source.night(24)
    assert len(inbox.visits) == 2


def test_another_receiver_gets_the_bare_text(source: Site, inbox: StandIn) -> None:
    tell(source.store, "值班", inbox, "text")
    ring(source, inbox)
    source.night()
    (said,) = heard(inbox)
    assert said.keys() == {"text"} and TITLE in said["text"]


def test_a_source_that_published_rings_nobody(source: Site, inbox: StandIn) -> None:
    tell(source.store, "王站长", inbox)
    ring(source, inbox)
    source.rows = [quote("包菜", "1.3")]
    source.night()
    assert inbox.visits == []


@pytest.mark.parametrize(
    "route",
    [
        status(500, 500, 500),
        redirect("http://127.0.0.1:1/inside"),
        lambda _: Reply(b'{"errcode":93000,"errmsg":"invalid webhook url"}'),
    ],
    ids=["a fault", "a redirect", "a refusal"],
)
def test_who_could_not_be_told_stops_nobody_and_is_told_with_the_nights_next_run(
    source: Site, inbox: StandIn, route: Route, caplog: pytest.LogCaptureFixture
) -> None:
    with running({"/hook": route}) as broken:
        tell(source.store, "坏了的", broken)
        tell(source.store, "王站长", inbox)
        source.parts = {"ring": Bell(source.store, StandingClock(), Gate(frozenset({broken.key, inbox.key}))).ring}
        with caplog.at_level(logging.ERROR):
            assert source.night().state == HELD
        assert "坏了的 was not told of fields" in caplog.text and SECRET not in caplog.text
        assert (len(broken.visits), len(inbox.visits)) == (1, 1)
        source.night(1)
        assert (len(broken.visits), len(inbox.visits)) == (2, 1)


def test_an_address_inside_is_not_spoken_to(source: Site, inbox: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    tell(source.store, "王站长", inbox)
    source.parts = {"ring": Bell(source.store, StandingClock()).ring}
    with caplog.at_level(logging.ERROR):
        assert source.night().state == HELD
    assert inbox.visits == [] and "地址不允许" in caplog.text


def test_a_store_that_fails_stops_no_night(source: Site, inbox: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    with source.store.writing() as session:
        session.connection().exec_driver_sql("DROP TABLE alarm_sent")
    ring(source, inbox)
    with caplog.at_level(logging.ERROR):
        assert source.night().state == HELD
    assert "is not known" in caplog.text


def test_a_receiver_that_never_answers_is_given_up(inbox: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    from knowledge.fetch import Limits, post

    monkeypatch.setattr(post, "_LIMITS", Limits(seconds=0.2, connect_seconds=0.2, tries=1))
    with running({"/hook": silence}) as silent, pytest.raises(NotFetched):
        post_json(silent.gate, f"{silent.base}/hook", "{}")


@pytest.mark.parametrize(
    ("webhook", "form"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", "robot"),
        ("https://oapi.dingtalk.com/robot/send?access_token=1", "robot"),
        ("https://hooks.example.com/x", "text"),
    ],
)
def test_what_a_webhook_takes_is_told_from_its_host_unless_staff_say(store: Store, webhook: str, form: str) -> None:
    assert alarm.add(store, StandingClock(), "王站长", webhook).form == form
    assert alarm.add(store, StandingClock(), "王站长", webhook, "text").form == "text"
    assert len(alarm.listed(store)) == 1 and "=1" not in str(alarm.listed(store))
    assert alarm.remove(store, "王站长") and not alarm.remove(store, "王站长")


@pytest.mark.parametrize(
    ("name", "webhook"),
    [
        ("", "https://a.example/"),
        ("x" * 31, "https://a.example/"),
        ("王", "ftp://a.example/"),
        ("王", "http://a.example:81/"),
    ],
)
def test_what_cannot_be_a_webhook_is_refused(sqlite_store: Store, name: str, webhook: str) -> None:
    with pytest.raises(WrongAlarm):
        alarm.add(sqlite_store, StandingClock(), name, webhook)


def test_a_refusal_in_words_and_an_inside_address_are_told_apart(sqlite_store: Store, inbox: StandIn) -> None:
    with running({"/hook": lambda _: Reply(b'{"errcode":310000,"errmsg":"keywords not in content"}')}) as picky:
        mine = Alarm(name="王", webhook=f"{picky.base}/hook", form="robot", added_at=NOW)
        with pytest.raises(NotTaken, match="310000 keywords not in content"):
            Bell(sqlite_store, StandingClock(), picky.gate).send(mine, "试")
        with pytest.raises(AddressRefused):
            Bell(sqlite_store, StandingClock()).send(mine, "试")
