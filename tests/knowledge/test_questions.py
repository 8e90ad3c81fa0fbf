"""Open questions: grouped, answered once to everyone who asked, never with a banned pesticide."""

import threading
from datetime import datetime

import pytest
from sqlalchemy import text

from bot.conversation import Conversation, Parts
from knowledge import questions
from knowledge.db import Store
from knowledge.inbox import Arrived, Outcome, record
from tests.bot.installation import until
from tests.conftest import NOW, Farmer

ASKED = "火龙果树流胶还掉皮咋搞"


def number(parts: Parts) -> int:
    with parts.store.reading() as session:
        return next(row[0] for row in questions.open_groups(session, 50) if "火龙果" in row[2])


def test_everyone_who_asked_is_told_once(parts: Parts) -> None:
    talk = Conversation(parts)
    first, second = Farmer(talk, "oFirst"), Farmer(talk, "oSecond")
    for someone in (first, first, second):
        someone.says(ASKED)
    with parts.store.reading() as session:
        assert [row[3] for row in questions.open_groups(session, 50) if "火龙果" in row[2]] == [3]
    assert questions.answer(parts.store, number(parts), "先查根，再请技术员看。", parts.clock) == 2
    for someone in (first, second):
        assert "先查根" in someone.says("你好")
        assert "先查根" not in someone.says("你好")


def test_an_answered_question_that_is_asked_again_opens_anew(parts: Parts) -> None:
    farmer = Farmer(Conversation(parts))
    farmer.says(ASKED)
    before = number(parts)
    questions.answer(parts.store, before, "请技术员看。", parts.clock)
    farmer.says(ASKED)
    assert number(parts) != before


@pytest.mark.parametrize(("text", "why"), [("  ", "空"), ("用甲胺磷喷雾", "禁用")])
def test_an_answer_that_may_not_go_out_is_refused(sqlite_parts: Parts, text: str, why: str) -> None:
    Farmer(Conversation(sqlite_parts)).says(ASKED)
    with pytest.raises(questions.Refused, match=why):
        questions.answer(sqlite_parts.store, number(sqlite_parts), text, sqlite_parts.clock)


def test_an_unknown_number_is_refused(sqlite_parts: Parts) -> None:
    with pytest.raises(questions.Refused, match="99999"):
        questions.answer(sqlite_parts.store, 99999, "好", sqlite_parts.clock)


def arrived(who: str) -> Arrived:
    return Arrived("test", f"claim {who}", who, who.encode, "text", ASKED, "", NOW, NOW)


def is_waiting(store: Store) -> bool:
    with store.reading() as session:
        return bool(session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


def test_two_who_ask_the_same_in_one_moment_open_one_question(postgresql_store: Store) -> None:
    asked = Outcome("已记下", open_questions=(("ask_technique", ASKED),))
    second = threading.Thread(target=record, args=(postgresql_store, arrived("second"), None, asked, NOW))
    with postgresql_store.recording() as line:
        questions.keep(line, _message_of_the_first(postgresql_store, NOW), None, ("ask_technique", ASKED), NOW)
        second.start()
        until(lambda: is_waiting(postgresql_store), "the second's waiting for the first")
    second.join(60)
    with postgresql_store.reading() as session:
        assert [row[3] for row in questions.open_groups(session, 50) if "火龙果" in row[2]] == [2]


def _message_of_the_first(store: Store, now: datetime) -> int:
    record(store, arrived("first"), None, Outcome("已记下"), now)
    with store.reading() as session:
        return int(session.scalar(text("SELECT max(id) FROM inbound")) or 0)


def test_what_a_question_goes_on_about_is_part_of_it(sqlite_parts: Parts) -> None:
    for name, crop in (("oFirst", "火龙果树"), ("oSecond", "魔芋")):
        farmer = Farmer(Conversation(sqlite_parts), name)
        farmer.says(f"{crop}流胶还掉皮咋搞")
        farmer.says("那打么子药")
    with sqlite_parts.store.reading() as session:
        asked = {row[2] for row in questions.open_groups(session, 50) if row[2].startswith("那打么子药")}
    assert asked == {"那打么子药（说的是火龙果、流胶病）", "那打么子药（说的是魔芋、流胶病）"}
