"""What is said of an answer: heard, kept, thanked; a useless answer opens its question again, once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import verdicts
from bot.conversation import Conversation, Parts
from knowledge import questions
from knowledge.models.decision import Verdict
from knowledge.models.question import OPEN, OpenQuestion
from tests.conftest import NOW, Farmer, StandingClock

ASKED, ANSWER = "火龙果树流胶还掉皮咋搞", "先查根，再请技术员看。"


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("有用", (True, "")), ("有用，谢谢老师", (True, "")), ("很管用！", (True, "")), ("没用", (False, "")), ("冇得用", (False, "")),
        ("没用，还是掉皮", (False, "还是掉皮")), ("不管用 搞了三天还是黄", (False, "搞了三天还是黄")),
    ],
)  # fmt: skip
def test_a_verdict_is_heard(text: str, heard: tuple[bool, str]) -> None:
    found = verdicts.of(text)
    assert found and (found.is_useful, found.words) == heard


@pytest.mark.parametrize(
    "text",
    [
        "尿素对白菜有用吗",
        "有用，那白菜多少钱",
        "没用的东西怎么处理",
        "谢谢",
        "有用没用",
        "没用，娃儿喝了农药",
        "打药没用",
        "",
        "没用" + "啊" * 300,
    ],
)
def test_what_is_no_verdict_is_none(text: str) -> None:
    assert verdicts.of(text) is None


def told(parts: Parts, name: str = "oFirst") -> Farmer:
    """A farmer who has just been told what he asked for."""
    farmer = Farmer(Conversation(parts), name)
    farmer.says(ASKED)
    questions.answer(parts.store, waiting(parts)[0].id, ANSWER, parts.clock)
    assert ANSWER in farmer.says("你好")
    return farmer


def waiting(parts: Parts) -> list[OpenQuestion]:
    with parts.store.reading() as session:
        return list(session.scalars(select(OpenQuestion).where(OpenQuestion.state == OPEN).order_by(OpenQuestion.id)))


def kept(parts: Parts) -> list[tuple[str, bool]]:
    with parts.store.reading() as session:
        return [(row.kind, row.is_useful) for row in session.scalars(select(Verdict).order_by(Verdict.id))]


def test_a_useless_answer_opens_the_question_again_once(parts: Parts) -> None:
    farmer = told(parts)
    assert "已转农技员" in farmer.says("没用，还是掉皮")
    (again,) = waiting(parts)
    assert (
        "还是掉皮" in again.text and again.reopens and again.people == 1 and kept(parts) == [("open_question", False)]
    )
    questions.answer(parts.store, again.id, "刮掉再涂白。", parts.clock)
    assert "刮掉再涂白" in farmer.says("你好")
    assert "记下了" in farmer.says("没用")
    assert waiting(parts) == [] and kept(parts) == [("open_question", False)] * 2
    assert "已转农技员" in farmer.says("没用，树要死了")
    assert [group.intent for group in waiting(parts)] == ["useless"]


def test_others_whom_the_answer_was_no_use_join_in_their_own_words(parts: Parts) -> None:
    farmers = [Farmer(Conversation(parts), name) for name in ("oFirst", "oSecond")]
    for farmer in farmers:
        farmer.says(ASKED)
    questions.answer(parts.store, waiting(parts)[0].id, ANSWER, parts.clock)
    for farmer, words in zip(farmers, ("还是掉皮", "叶子也黄了"), strict=True):
        farmer.says("你好")
        farmer.says(f"没用，{words}")
    root, part = waiting(parts)
    assert part.merged_into == root.id and root.people == 2 and "叶子也黄了" in part.text
    assert questions.answer(parts.store, root.id, "刮掉再涂白。", parts.clock) == 2
    assert all("刮掉再涂白" in farmer.says("你好") for farmer in farmers)


def test_the_last_word_counts(sqlite_parts: Parts) -> None:
    farmer = told(sqlite_parts)
    assert "帮上忙" in farmer.says("有用")
    farmer.says("没用")
    assert kept(sqlite_parts) == [("open_question", False)]


def test_an_article_is_judged_too_and_words_go_to_staff(sqlite_parts: Parts) -> None:
    farmer = Farmer(Conversation(sqlite_parts))
    farmer.says("油菜什么时候种")
    assert "记下了" in farmer.says("没用") and waiting(sqlite_parts) == []
    assert "已转农技员" in farmer.says("没用，我这里是高山")
    (group,) = waiting(sqlite_parts)
    assert "油菜什么时候播" in group.text and "高山" in group.text and kept(sqlite_parts) == [("article", False)]


def test_after_half_an_hour_it_is_no_verdict(sqlite_parts: Parts) -> None:
    farmer = told(sqlite_parts)
    late = replace(sqlite_parts, clock=StandingClock(moment=NOW + timedelta(minutes=31)))
    farmer.conversation = Conversation(late)
    farmer.says("没用")
    assert kept(sqlite_parts) == []
