"""One question in many words: grouped, answered once to each person, taken apart again by staff."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.conversation import Conversation, Parts
from knowledge import questions
from knowledge.db import Store
from knowledge.inbox import Arrived, Outcome, record
from knowledge.models.audit import AuditEntry
from knowledge.models.outbox import Owed
from knowledge.models.person import Person
from knowledge.models.question import OpenQuestion
from knowledge.questions import grouping
from tests.bot.installation import until
from tests.conftest import NOW, Farmer
from tests.knowledge.test_questions import is_waiting

WORDS = (
    "火龙果树流胶还掉皮咋搞", "火龙果树流胶掉皮怎么办", "请问火龙果树流胶掉皮如何处理", "老师，火龙果树流胶还掉皮怎么治",
    "我家火龙果树流胶掉皮咋办",
)  # fmt: skip
ANSWER = "先查根，再请技术员看。"


def asked(parts: Parts) -> list[Farmer]:
    """Five farmers ask the same, each in his own words; the first in those of the second too."""
    farmers = [Farmer(Conversation(parts), f"oFarmer{number}") for number in range(len(WORDS))]
    for farmer, words in zip(farmers, WORDS, strict=True):
        assert "已转农技员" in farmer.says(words)
    farmers[0].says(WORDS[1])
    grouping.merge_new(parts.store)
    return farmers


def groups(store: Store) -> list[tuple[int, int]]:
    """Number and people of every whole group."""
    with store.reading() as session:
        found = session.scalars(select(OpenQuestion).where(OpenQuestion.merged_into.is_(None)))
        return [(group.id, group.people) for group in found]


def test_five_in_their_own_words_are_one_group_and_each_is_told_once(parts: Parts) -> None:
    farmers = asked(parts)
    ((number, people),) = groups(parts.store)
    assert people == len(farmers)
    assert questions.answer(parts.store, number, ANSWER, parts.clock) == len(farmers)
    for farmer, words in zip(farmers, WORDS, strict=True):
        told = farmer.says("你好")
        assert told.count(ANSWER) == 1 and f"问：{words}" in told
        assert ANSWER not in farmer.says("你好")


def test_a_worker_killed_between_looking_and_merging_leaves_it_to_the_next(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, words in enumerate(WORDS):
        Farmer(Conversation(parts), f"oFarmer{number}").says(words)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(grouping, "recount", killed)
        with pytest.raises(KeyboardInterrupt):
            grouping.merge_new(parts.store)
    assert len(groups(parts.store)) == len(WORDS)
    assert grouping.merge_new(parts.store) == len(WORDS) and grouping.merge_new(parts.store) == 0
    assert [people for _, people in groups(parts.store)] == [len(WORDS)]


def test_who_asks_after_the_merging_joins_the_whole_group(parts: Parts) -> None:
    asked(parts)
    Farmer(Conversation(parts), "oLate").says(WORDS[3])
    assert [people for _, people in groups(parts.store)] == [len(WORDS) + 1]


def test_test_people_are_never_counted(parts: Parts) -> None:
    Farmer(Conversation(parts), "oTest").says("你好")
    with parts.store.writing() as session:
        session.execute(update(Person).values(is_test=True))
    Farmer(Conversation(parts), "oTest").says(WORDS[0])
    Farmer(Conversation(parts), "oTest").says(WORDS[1])
    asked(parts)
    assert [people for _, people in groups(parts.store)] == [len(WORDS)]


def test_staff_merge_and_split_by_hand(store: Store) -> None:
    numbers = [put(store, f"person {text}", text) for text in ("甲问题是什么", "乙问题是什么")]
    with store.writing() as session:
        grouping.merge(session, None, numbers[1], numbers[0], NOW)
    assert groups(store) == [(numbers[0], 2)]
    with store.writing() as session:
        with pytest.raises(questions.Refused, match="同一个"):
            grouping.merge(session, None, *numbers, NOW)
        grouping.split(session, None, numbers[1], NOW)
    assert sorted(groups(store)) == [(numbers[0], 1), (numbers[1], 1)]
    grouping.merge_new(store)
    assert sorted(groups(store)) == [(numbers[0], 1), (numbers[1], 1)]


def test_the_log_keeps_no_number_that_a_farmer_wrote(sqlite_store: Store) -> None:
    numbers = [put(sqlite_store, f"person {text}", text) for text in ("甲问题是什么", "乙问题，打13800001234")]
    with sqlite_store.writing() as session:
        grouping.merge(session, None, numbers[1], numbers[0], NOW)
        details = str(session.scalars(select(AuditEntry.detail)).all())
    assert "138****1234" in details and "13800001234" not in details


def test_what_is_urgent_or_ones_own_is_never_merged(store: Store) -> None:
    for intent, texts in (
        ("ask_technique", ("猪死了五头怎么办", "猪死了五头咋办")),
        ("post_supply", ("卖菜", "卖点菜")),
    ):
        for text in texts:
            put(store, f"person {text}", text, intent)
    grouping.merge_new(store)
    assert len(groups(store)) == 4


def put(store: Store, who: str, text: str, intent: str = "ask_technique") -> int:
    """A question of somebody's; its group's number."""
    arrived = Arrived("test", f"claim {who} {text}", who, who.encode, "text", text, "", NOW, NOW)
    record(store, arrived, None, Outcome("已记下", open_questions=((intent, text),)), NOW)
    with store.reading() as session:
        return session.scalars(select(OpenQuestion.id).order_by(OpenQuestion.id.desc())).first() or 0


def test_who_asks_while_staff_answers_is_told_or_asks_anew(postgresql_store: Store) -> None:
    number = put(postgresql_store, "first", WORDS[0])
    late = threading.Thread(target=put, args=(postgresql_store, "second", WORDS[0]))
    with postgresql_store.writing() as session:
        questions.answer_with_text(session, None, number, ANSWER, NOW)
        late.start()
        until(lambda: is_waiting(postgresql_store), "the second's waiting for the answer")
    late.join(60)
    with postgresql_store.reading() as session:
        assert len(session.scalars(select(Owed.person_id)).all()) == 1
        states = session.execute(select(OpenQuestion.state, OpenQuestion.rank).order_by(OpenQuestion.id)).all()
    assert [tuple(row) for row in states] == [("answered", -1), ("open", -1)]


def test_two_members_of_staff_answer_in_one_moment_and_people_are_told_once(postgresql_store: Store) -> None:
    number, refused = put(postgresql_store, "first", WORDS[0]), []

    def answers_too() -> None:
        with pytest.raises(questions.Refused), postgresql_store.writing() as session:
            questions.answer_with_text(session, None, number, "别的答复", NOW + timedelta(seconds=1))
        refused.append(True)

    other = threading.Thread(target=answers_too)
    with postgresql_store.writing() as session:
        questions.answer_with_text(session, None, number, ANSWER, NOW)
        other.start()
        until(lambda: is_waiting(postgresql_store), "the other's waiting")
    other.join(60)
    with postgresql_store.reading() as session:
        assert refused and ANSWER in session.scalars(select(Owed.text)).one()
