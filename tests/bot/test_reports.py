"""Reports as farmers live through them: their own alone, and a word on whether they are solved."""

import logging
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import update

from actions.posting import CONFIRMED, STEP
from bot import jobs, solved
from bot.conversation import Conversation, Parts
from bot.dispatch import Request
from knowledge.models.outbox import Owed
from knowledge.models.report import Report
from knowledge.reports import mine
from knowledge.reports import solved as questions
from tests.conftest import NOW, Farmer, StandingClock
from tests.knowledge.reports.filed import WORDS, filed, report
from tests.knowledge.reports.test_handling import REPLY, answer
from tests.knowledge.reports.test_solved import WEEK


@pytest.fixture
def farmer(parts: Parts) -> Farmer:
    return Farmer(Conversation(parts), "oReporter")


def of(parts: Parts, who: str = "oReporter", **fields: str) -> int:
    """A report of the farmer's."""
    return filed(parts.store, who=parts.vault.hashed("person", "test", who), **fields)  # type: ignore[arg-type]


def test_a_reporter_sees_his_own_reports_with_owner_due_day_and_last_step(parts: Parts, farmer: Farmer) -> None:
    of(parts, ticket="261124-0415")
    said = farmer.says("我反映的事怎么样了")
    assert "261124-0415" in said and WORDS in said and "漆河镇人民政府在办，12月1日前答复" in said
    assert "11月24日 收到" in said


def test_by_its_number_a_report_comes_with_its_steps(parts: Parts, farmer: Farmer) -> None:
    number = of(parts, ticket="261124-0415")
    answer(parts.store, number)
    for words in ("查一下我的工单261124-0415", "我反映的261124 0415处理结果"):
        said = farmer.says(words)
        assert REPLY in said and "漆河镇人民政府已答复" in said
        assert "11月24日 收到，交漆河镇人民政府办理" in farmer.says("更多")


def test_anothers_number_looks_like_none(parts: Parts, farmer: Farmer) -> None:
    of(parts, "oSomebody", ticket="261124-0415")
    asked = "查一下我的工单261124-{}"
    theirs, nobodys = farmer.says(asked.format("0415")), farmer.says(asked.format("9999"))
    assert theirs.replace("0415", "9999") == nobodys and "没查到" in nobodys and WORDS not in theirs


def test_who_has_none_hears_how_to_make_one_and_his_words_are_kept(sqlite_parts: Parts) -> None:
    said = Farmer(Conversation(sqlite_parts)).says("我反映的事怎么样了")
    assert "没查到" in said and "路灯坏了没人修" in said and "已记下" in said


def asked(parts: Parts, farmer: Farmer) -> int:
    """The farmer has been asked whether his report is solved."""
    number = of(parts, ticket="261124-0415")
    answer(parts.store, number)
    with parts.store.writing() as session:
        session.execute(update(Owed).values(delivered_at=NOW))
        session.get_one(Report, number).answered_at = NOW - WEEK
    questions.ask_due(parts.store, NOW)
    assert "解决了没有" in farmer.says("你好")
    return number


def test_solved_is_kept_and_thanked_for(parts: Parts, farmer: Farmer) -> None:
    number = asked(parts, farmer)
    assert "谢谢" in farmer.says("解决了，谢谢你们")
    assert report(parts.store, number).is_solved is True
    assert "谢谢您告诉我" not in farmer.says("解决了")


def test_not_solved_opens_it_again(parts: Parts, farmer: Farmer) -> None:
    number = asked(parts, farmer)
    assert "261124-0415重新办理" in farmer.says("没解决，还是黑的")
    assert report(parts.store, number).state == "open"
    assert "还是黑的" in farmer.says("工单261124-0415") + farmer.says("更多")


def test_a_clear_question_of_another_kind_is_answered_meanwhile(parts: Parts, farmer: Farmer) -> None:
    number = asked(parts, farmer)
    assert "元/斤" in farmer.says("白菜多少钱")
    assert report(parts.store, number).is_solved is None


def test_two_who_report_the_same_in_one_moment_have_a_number_each(sqlite_parts: Parts) -> None:
    said = (("region", "漆河镇"), (STEP, CONFIRMED))
    same = Request("give_feedback", WORDS, said)
    numbers = {sqlite_parts.dispatcher.run(same, "", (1, 1), person).deeds[0].said("ticket_no") for person in range(9)}
    assert len(numbers) > 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("261124-0415", "261124-0415"), ("编号２６１１２４－０４１５", "261124-0415"), ("工单2611240415好了没", "261124-0415"),
        ("261324-0415", ""), ("13800001234", ""), ("电话0736-6622001", ""), ("2611240415889", ""),
    ],
)  # fmt: skip
def test_what_is_a_number_of_a_report(text: str, number: str) -> None:
    assert mine.number_in(text) == number


@pytest.mark.parametrize("text", ["解决了", "已经解决了", "都解决哒", "修好了。", "搞好了，谢谢", "基本解决了"])
def test_words_for_solved(text: str) -> None:
    heard = solved.of(text)
    assert heard and heard.is_solved


@pytest.mark.parametrize(
    "text", ["没解决", "还没解决", "冇解决", "没有解决，路灯还是黑的", "根本没解决！", "还是没修好"]
)
def test_words_for_not_solved(text: str) -> None:
    heard = solved.of(text)
    assert heard and not heard.is_solved


@pytest.mark.parametrize(
    "text", ["解决了没有", "怎么解决", "没解决农药中毒怎么办", "白菜多少钱", "", "没解决，娃儿喝了农药"]
)
def test_other_words_are_no_answer(text: str) -> None:
    assert solved.of(text) is None


def test_the_workers_sweep_reminds_asks_and_calls(sqlite_parts: Parts, caplog: pytest.LogCaptureFixture) -> None:
    number = of(sqlite_parts)
    answered = of(sqlite_parts)
    answer(sqlite_parts.store, answered)
    Farmer(Conversation(sqlite_parts)).says("大堤管涌了")
    later = replace(sqlite_parts, clock=StandingClock(moment=NOW + timedelta(hours=23)))
    aged = {"due_at": NOW, "started_at": NOW - WEEK, "next_at": NOW}
    with sqlite_parts.store.writing() as session:
        session.execute(update(Report).where(Report.id == number).values(**aged))
        session.execute(update(Report).where(Report.id == answered).values(answered_at=NOW - WEEK))
    with caplog.at_level(logging.INFO):
        jobs.run_report_clocks(SimpleNamespace(conversation=SimpleNamespace(parts=later)))
    assert report(sqlite_parts.store, number).was_late and report(sqlite_parts.store, answered).asked_at
    assert "urgent: message" in caplog.text and "late" in caplog.text
