"""Words of danger call the people on duty: each message once, whatever the hour and whatever else becomes of it."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import update

from knowledge.db import Store
from knowledge.inbox import Outcome, record
from knowledge.models.alarm import Alarm
from knowledge.models.person import Person
from knowledge.night.alarm import Bell
from knowledge.reports import urgent
from tests.conftest import NOW, StandingClock
from tests.knowledge.fetch.stand_in import Reply, StandIn, running, status
from tests.knowledge.reports.filed import TOWNSHIP_A, arrived, filed

FLOOD = "大堤管涌了，电话13800001234"


@pytest.fixture
def hook() -> Iterator[StandIn]:
    with running({"/hook": lambda _: Reply(b'{"errcode":0}', "application/json")}) as server:
        yield server


def bell(store: Store, server: StandIn) -> Bell:
    with store.writing() as session:
        session.add(Alarm(name="值班", webhook=f"{server.base}/hook", form="text", added_at=NOW))
    return Bell(store, StandingClock(), server.gate)


def cried(store: Store, text: str, who: str = "甲") -> None:
    outcome = Outcome("已记下", open_questions=(("out_of_scope", text),), place=TOWNSHIP_A)
    record(store, arrived(who, text), None, outcome, NOW)


def heard(server: StandIn) -> list[str]:
    return [json.loads(visit.body)["text"] for visit in server.visits]


def test_each_urgent_message_calls_once_with_words_and_place(store: Store, hook: StandIn) -> None:
    ring = bell(store, hook)
    for text in ("白菜起虫了", FLOOD, FLOOD):
        cried(store, text)
    assert [urgent.call(store, ring, NOW) for _ in range(3)] == [2, 0, 0]
    assert heard(hook) == ["【田讯急事】汛情：大堤管涌了，电话138****1234（桃源县漆河镇，10:00）请马上处理。"] * 2


def test_a_report_that_settled_the_question_first_is_called_about_all_the_same(store: Store, hook: StandIn) -> None:
    ring = bell(store, hook)
    record(store, arrived("甲", FLOOD), None, Outcome("", open_questions=(("give_feedback", FLOOD),)), NOW)
    filed(store, FLOOD, who="甲")
    assert urgent.call(store, ring, NOW) == 1


def test_without_anybody_to_call_the_log_has_it(sqlite_store: Store, caplog: pytest.LogCaptureFixture) -> None:
    cried(sqlite_store, FLOOD)
    with caplog.at_level(logging.WARNING):
        assert urgent.call(sqlite_store, Bell(sqlite_store, StandingClock()), NOW) == 1
    assert "汛情" in caplog.text and FLOOD not in caplog.text


def test_a_call_that_fails_is_tried_again_for_ten_minutes(sqlite_store: Store) -> None:
    cried(sqlite_store, FLOOD)
    with running({"/hook": status(*[500] * 9)}) as broken:
        ring = bell(sqlite_store, broken)
        settled = [urgent.call(sqlite_store, ring, NOW + timedelta(minutes=minute)) for minute in (0, 5, 11, 12)]
    assert settled == [0, 0, 1, 0]


def test_who_was_told_is_not_told_again_when_another_was_not(sqlite_store: Store, hook: StandIn) -> None:
    ring = bell(sqlite_store, hook)
    with sqlite_store.writing() as session:
        session.add(Alarm(name="坏了的", webhook=f"{hook.base}/none", form="text", added_at=NOW))
    cried(sqlite_store, FLOOD)
    for _ in range(3):
        urgent.call(sqlite_store, ring, NOW)
    assert len([visit for visit in hook.visits if visit.path == "/hook"]) == 1


def test_old_messages_and_those_of_test_people_are_no_calls(sqlite_store: Store) -> None:
    cried(sqlite_store, FLOOD)
    nobody = Bell(sqlite_store, StandingClock())
    assert urgent.call(sqlite_store, nobody, NOW + timedelta(hours=25)) == 0
    with sqlite_store.writing() as session:
        session.execute(update(Person).values(is_test=True))
    assert urgent.call(sqlite_store, nobody, NOW) == 0
