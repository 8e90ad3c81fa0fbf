"""What staff do with a report, and what its reporters hear of it: each once, and never without a reason."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from knowledge.clock import SHANGHAI
from knowledge.db import Store
from knowledge.models.audit import AuditEntry
from knowledge.models.report import Unit
from knowledge.refusal import Refused
from knowledge.reports import clock, handling, joining, replying, steps
from knowledge.staff.access import NotHere
from tests.conftest import NOW
from tests.knowledge.reports.filed import TOWNSHIP_A, TOWNSHIP_B, filed, keys, member, report, said, told

REPLY = "路灯已经修好。"


def answer(store: Store, number: int, text: str = REPLY, now: datetime = NOW) -> int:
    """One writes the reply, another approves it; how many people are told."""
    writer, reviewer = member(store, f"写{number}{now}"), member(store, f"审{number}{now}")
    with store.writing() as session:
        replying.reply(session, writer, number, text, now)
    with store.writing() as session:
        return replying.approve(session, reviewer, number, now)


def test_a_reply_is_told_only_after_another_has_reviewed_it(store: Store) -> None:
    number, writer, reviewer = filed(store, who="甲"), member(store, "写"), member(store, "审")
    with store.writing() as session:
        replying.reply(session, writer, number, REPLY, NOW)
    assert told(store, "甲") == [] and report(store, number).state == "replied"
    with store.writing() as session, pytest.raises(Refused, match="别人审核"):
        replying.approve(session, writer, number, NOW)
    with store.writing() as session:
        assert replying.approve(session, reviewer, number, NOW) == 1
    (text,) = told(store, "甲")
    assert text == f"您反映的事（编号{report(store, number).ticket_no}）有答复了：\n漆河镇人民政府：{REPLY}"
    kept = report(store, number)
    assert (kept.state, kept.answered_at, kept.next_at, kept.was_late) == ("answered", NOW, None, False)
    with store.writing() as session, pytest.raises(Refused, match="已经答复"):
        replying.approve(session, reviewer, number, NOW)


def test_a_reply_sent_back_may_be_written_again_and_the_clock_runs_meanwhile(store: Store) -> None:
    number, writer, reviewer = filed(store, who="甲"), member(store, "写"), member(store, "审")
    due, ahead = report(store, number).due_at, report(store, number).next_at
    for text in ("不归我们管。", REPLY):
        with store.writing() as session:
            replying.reply(session, writer, number, text, NOW)
        assert (report(store, number).due_at, report(store, number).next_at) == (due, ahead)
        if text != REPLY:
            with store.writing() as session:
                replying.send_back(session, reviewer, number, "没有说怎么办", NOW)
    with store.writing() as session:
        replying.approve(session, reviewer, number, NOW)
    assert [REPLY in text for text in told(store, "甲")] == [True]
    assert keys(store, number)[1:] == ["replied-0:0", "returned-0:0", "replied-1:0", "answered:0"]


@pytest.mark.parametrize(("text", "why"), [(" ", "空"), ("用甲胺磷喷雾", "禁用"), ("字" * 700, "太长")])
def test_a_reply_that_may_not_go_out_is_refused(sqlite_store: Store, text: str, why: str) -> None:
    number, writer = filed(sqlite_store), member(sqlite_store, "写")
    with sqlite_store.writing() as session, pytest.raises(Refused, match=why):
        replying.reply(session, writer, number, text, NOW)


def test_an_answer_after_its_term_was_late(store: Store) -> None:
    number = filed(store)
    answer(store, number, now=NOW + timedelta(days=20))
    assert report(store, number).was_late


def test_an_extension_wants_a_reason_and_tells_it(store: Store) -> None:
    number, county = filed(store, who="甲"), member(store, "县")
    with store.writing() as session, pytest.raises(Refused, match="理由"):
        handling.extend(session, county, number, 15, " ", NOW)
    with store.writing() as session:
        handling.extend(session, county, number, 15, "等县里拨款", NOW)
    kept = report(store, number)
    assert kept.due_at == datetime(2026, 12, 15, 23, 59, 59, tzinfo=SHANGHAI) and kept.allowed == 15
    (text,) = told(store, "甲")
    assert "要到12月15日前才能答复，原因：等县里拨款" in text
    clock.remind(store, datetime(2026, 12, 8, tzinfo=SHANGHAI))
    assert keys(store, number)[1:] == ["extended:1", "half:1"]


@pytest.mark.parametrize("days", [5, 4, 16])
def test_an_extension_has_bounds(sqlite_store: Store, days: int) -> None:
    number, county = filed(sqlite_store), member(sqlite_store, "县")
    with sqlite_store.writing() as session, pytest.raises(Refused, match="最多到 15"):
        handling.extend(session, county, number, days, "等县里拨款", NOW)


def test_a_class_without_extension_has_none(sqlite_store: Store) -> None:
    number, county = filed(sqlite_store, "请问怎么办证"), member(sqlite_store, "县")
    with sqlite_store.writing() as session, pytest.raises(Refused, match="不能延期"):
        handling.extend(session, county, number, 9, "等县里拨款", NOW)


def test_a_class_with_a_longer_term_is_told_with_its_reason_and_a_shorter_one_is_not(store: Store) -> None:
    number, county = filed(store, who="甲", now=NOW), member(store, "县")
    for key, reason in (("hard", "几个部门一起才能办"), ("inquiry", "只是问政策")):
        with store.writing() as session:
            handling.classify(session, county, number, key, reason, NOW + timedelta(days=1))
    assert report(store, number).due_at == datetime(2026, 11, 27, 23, 59, 59, tzinfo=SHANGHAI)
    (text,) = told(store, "甲")
    assert "原因：几个部门一起才能办" in text
    with store.writing() as session, pytest.raises(Refused, match="理由"):
        handling.classify(session, county, number, "hard", "", NOW)


def test_each_word_on_progress_is_told(store: Store) -> None:
    number, county = filed(store, who="甲"), member(store, "县")
    for words in ("材料在路上。", "明天来修。"):
        with store.writing() as session:
            assert handling.inform(session, county, number, words, NOW) == 1
    assert [text.partition("进展：")[2] for text in told(store, "甲")] == ["材料在路上。", "明天来修。"]


def test_joined_reports_are_answered_together_and_everybody_is_told_once(store: Store) -> None:
    first, second = filed(store, who="甲"), filed(store, "村里的路灯坏了好久没人修", who="乙")
    third, county = filed(store, "我们村里路灯坏了没人来修", who="甲"), member(store, "县")
    with store.reading() as session:
        likest = joining.offered(session, county, report(store, first))
        assert {one.id for one in likest} == {second, third}
    for root, part in ((second, third), (first, second)):
        with store.writing() as session:
            joining.join(session, county, root, part, NOW)
    assert [report(store, number).joined_to for number in (first, second, third)] == [None, first, first]
    assert clock.remind(store, NOW + timedelta(days=30)) == 1
    assert answer(store, first, now=NOW + timedelta(days=31)) == 2
    for who, number in (("甲", first), ("乙", second)):
        texts = [text for text in told(store, who) if REPLY in text]
        assert len(texts) == 1 and report(store, number).ticket_no in texts[0]
    assert {report(store, number).state for number in (first, second, third)} == {"answered"}


def test_only_the_same_place_and_fourteen_days_and_like_words_are_offered(sqlite_store: Store) -> None:
    county, number = member(sqlite_store, "县"), filed(sqlite_store)
    filed(sqlite_store, region=TOWNSHIP_B)
    filed(sqlite_store, region=None)
    filed(sqlite_store, "化肥斤两不够一包少了十斤")
    filed(sqlite_store, now=NOW - timedelta(days=15))
    answer(sqlite_store, filed(sqlite_store))
    near = filed(sqlite_store, now=NOW - timedelta(days=13))
    with sqlite_store.reading() as session:
        found = joining.offered(session, county, report(sqlite_store, number))
    assert [one.id for one in found] == [near]


def test_a_report_is_not_joined_to_itself_nor_twice(sqlite_store: Store) -> None:
    county, one, other = member(sqlite_store, "县"), filed(sqlite_store), filed(sqlite_store)
    with sqlite_store.writing() as session, pytest.raises(Refused, match="自己"):
        joining.join(session, county, one, one, NOW)
    with sqlite_store.writing() as session:
        joining.join(session, county, one, other, NOW)
    with sqlite_store.writing() as session, pytest.raises(Refused, match="已经并到"):
        joining.join(session, county, one, other, NOW)


def test_a_township_handles_its_own_alone(sqlite_store: Store) -> None:
    mine, other = filed(sqlite_store), filed(sqlite_store, region=TOWNSHIP_B)
    staff = member(sqlite_store, "镇", "township", TOWNSHIP_A)
    with sqlite_store.writing() as session:
        handling.inform(session, staff, mine, "在看。", NOW)
    for number in (other, filed(sqlite_store, region=None), 10**9):
        with sqlite_store.writing() as session, pytest.raises(NotHere):
            handling.inform(session, staff, number, "在看。", NOW)
    with sqlite_store.writing() as session, pytest.raises(NotHere):
        joining.join(session, staff, mine, other, NOW)


def test_what_is_killed_in_the_middle_of_an_answer_has_told_nobody(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = filed(store, who="甲")
    writer, reviewer = member(store, "写"), member(store, "审")
    with store.writing() as session:
        replying.reply(session, writer, number, REPLY, NOW)
    with monkeypatch.context() as killed:
        killed.setattr(steps, "add", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("killed")))
        with pytest.raises(RuntimeError), store.writing() as session:
            replying.approve(session, reviewer, number, NOW)
    assert told(store, "甲") == [] and report(store, number).state == "replied"


def test_every_deed_is_in_the_log(sqlite_store: Store) -> None:
    number, county = filed(sqlite_store), member(sqlite_store, "县")
    with sqlite_store.writing() as session:
        handling.assign(session, county, number, session.scalars(select(Unit.id)).all()[1], NOW)
        handling.classify(session, county, number, "hard", "几个部门一起办", NOW)
        handling.inform(session, county, number, "在看。", NOW)
    answer(sqlite_store, number)
    with sqlite_store.reading() as session:
        actions = list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions == ["分派", "改类别", "告知进展", "写答复", "审核答复"]
    assert said(sqlite_store, number)[-1] == "已答复"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("村里路灯坏了没人修", "我们村的路灯坏了好久，没有人来修", True),
        ("村里路灯坏了没人修", "漆河镇群英村路灯不亮，老人晚上摔了跤，找过村里三次都不管", True),
        ("水渠堵了田里没水", "我们组水渠堵起了，田里进不了水", True),
        ("补贴没发到我手上", "种粮补贴还没发到我手上", True),
        ("自来水停了五天了没人来修", "自来水停了好几天", True),
        ("村里路灯坏了没人修", "村里水渠坏了没人修", False),
        ("村里路灯坏了没人修", "村里的桥断了没人管", False),
        ("补贴没发到我手上", "工钱没发到我手上", False),
        ("低保评得不公平", "收谷的秤有问题", False),
        ("垃圾没人管", "路灯没人管", False),
    ],
)
def test_what_two_reports_are_about_tells_whether_they_are_the_same(one: str, other: str, is_same: bool) -> None:
    assert (joining.likeness(one, other) >= joining.ENOUGH) is is_same
