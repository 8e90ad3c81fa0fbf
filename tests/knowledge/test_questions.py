"""Open questions: grouped, answered once to everyone who asked, never with a banned pesticide."""

import pytest

from bot.conversation import Conversation, Parts
from knowledge import questions
from tests.conftest import Farmer

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
