"""A report taken in: its number, class, owner and due time, all with the message or not at all."""

from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from knowledge import checksum, deeds, erasure, migrate, privacy
from knowledge.clock import SHANGHAI
from knowledge.db import Store
from knowledge.inbox import AlreadyClaimed, Outcome, record
from knowledge.models.inbound import Inbound
from knowledge.models.question import OPEN, OpenQuestion
from knowledge.models.report import Report, ReportStep
from knowledge.reports import filing, solved
from tests.conftest import NOW, TODAY
from tests.knowledge.reports.filed import TOWNSHIP_A, TOWNSHIP_B, WORDS, arrived, filed, keys, report


def at(month: int, day: int, hour: int = 23, minute: int = 59, second: int = 59, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)


# What is written, when, and the class and due time that follow: NOW is Tuesday 24 November 2026, 10:00 in China.
TERMS = [
    (WORDS, NOW, "complaint", at(12, 1)),
    ("请问办农机补贴要什么材料", NOW, "inquiry", at(11, 27)),
    ("大堤管涌了", NOW, "urgent", at(11, 25, 10, 0, 0)),
    (WORDS, at(9, 18, 9), "complaint", at(9, 24)),
    (WORDS, at(9, 24, 9), "complaint", at(10, 9)),
    (WORDS, at(2, 13, 9), "complaint", at(2, 27)),
    (WORDS, at(4, 30, 9), "complaint", at(5, 11)),
]


@pytest.mark.parametrize(("words", "now", "kind", "due"), TERMS)
def test_class_and_due_time_follow_from_words_and_calendar(
    sqlite_store: Store, words: str, now: datetime, kind: str, due: datetime
) -> None:
    with sqlite_store.reading() as session:
        planned = filing.plan(session, words, TOWNSHIP_A, now)
    assert (planned.kind.key, planned.due_at) == (kind, due)


@pytest.mark.parametrize(
    ("words", "region", "owner"),
    [
        (WORDS, TOWNSHIP_A, "漆河镇人民政府"),
        (WORDS, TOWNSHIP_B, "陬市镇人民政府"),
        (WORDS, None, "桃源县诉求受理台"),
        ("补贴没发到我手上", TOWNSHIP_A, "桃源县农业农村局"),
        ("水渠堵起了", None, "桃源县水利局"),
        (WORDS, "430100000000", ""),
    ],
)
def test_the_owner_is_that_of_the_subject_or_else_of_the_place(
    sqlite_store: Store, words: str, region: str | None, owner: str
) -> None:
    with sqlite_store.reading() as session:
        unit = filing.plan(session, words, region, NOW).unit
    assert (unit.name if unit else "") == owner


def test_a_report_is_written_with_its_message_and_its_first_step(store: Store) -> None:
    number = filed(store, ticket="261124-0415")
    kept = report(store, number)
    assert (kept.ticket_no, kept.words, kept.state, kept.due_at) == ("261124-0415", WORDS, "open", at(12, 1))
    assert kept.next_at is not None and NOW < kept.next_at < kept.due_at
    assert keys(store, number) == ["received:0"]


def test_a_second_delivery_makes_no_second_report(store: Store) -> None:
    message = arrived("甲", "1")
    deed = deeds.Deed.of("report", {"ticket_no": "261124-0001", "words": WORDS})
    record(store, message, None, Outcome("已提交", deeds=(deed,)), NOW)
    again = deeds.Deed.of("report", {"ticket_no": "261124-0002", "words": WORDS})
    with pytest.raises(AlreadyClaimed):
        record(store, message, None, Outcome("已提交", deeds=(again,)), NOW)
    with store.reading() as session:
        assert list(session.scalars(select(Report.ticket_no))) == ["261124-0001"]


def test_what_fails_in_the_middle_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(filing, "_settle_questions", broken)
    with pytest.raises(RuntimeError):
        filed(store)
    with store.reading() as session:
        for table in (Report, ReportStep, Inbound):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_number_is_given_once(store: Store) -> None:
    filed(store, ticket="261124-0001")
    with pytest.raises(IntegrityError):
        filed(store, ticket="261124-0001")


def test_a_free_number_is_found_among_taken_ones_until_there_is_none(sqlite_store: Store) -> None:
    filed(sqlite_store, ticket="261124-0000")
    with sqlite_store.writing() as session:
        one = session.scalars(select(Report)).one()
        columns = {c.name: getattr(one, c.name) for c in Report.__table__.columns if c.name not in ("id", "ticket_no")}
        session.add_all(Report(**columns, ticket_no=f"261124-{number:04}") for number in range(1, 9_999))
    with sqlite_store.reading() as session:
        assert filing.free_ticket(session, TODAY) == "261124-9999"
    filed(sqlite_store, ticket="261124-9999")
    with sqlite_store.reading() as session, pytest.raises(filing.NoTicket):
        filing.free_ticket(session, TODAY)


def test_the_question_that_an_unfinished_report_left_waits_no_longer(store: Store) -> None:
    for who, words in (("甲", WORDS), ("甲", "水库漏水"), ("乙", "水库漏水")):
        record(store, arrived(who, words), None, Outcome("", open_questions=(("give_feedback", words),)), NOW)
    filed(store, who="甲")
    with store.reading() as session:
        waiting = select(OpenQuestion.text).where(OpenQuestion.state == OPEN)
        assert list(session.scalars(waiting)) == ["水库漏水"]


def test_a_due_day_in_a_year_without_holidays_says_so(sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        assert filing.due_words(session, "days", at(12, 1)) == "12月1日前"
        assert filing.due_words(session, "days", at(1, 5, year=2027)) == "1月5日前（2027年放假安排未公布，只按周末算）"
        assert filing.due_words(session, "hours", at(1, 5, 9, 30, 0, year=2027)) == "1月5日09:30前"


def test_a_store_of_an_older_release_gets_what_reports_need(store: Store) -> None:
    tables = ("holiday", "report_class", "unit")
    before = [each for each in checksum.checksum(store) if each.table in tables]
    migrate.downgrade(store, "0016")
    migrate.upgrade(store)
    assert [each for each in checksum.checksum(store) if each.table in tables] == before
    assert [each.rows for each in before[:2]] == [39, 5]


def test_a_person_who_is_forgotten_leaves_his_report_without_him(store: Store) -> None:
    number = filed(store, "路灯坏了，打我电话13800001234", who="甲")
    with store.writing() as session:
        solved.judge(session, session.get_one(Report, number), True, "谢谢，13800001234", NOW)
    erasure.erase(store, "甲", privacy.masked, NOW)
    kept = report(store, number)
    assert kept.person_id is None and kept.words == "路灯坏了，打我电话138****1234" and kept.next_at
    with store.reading() as session:
        assert "谢谢，138****1234" in session.scalars(select(ReportStep.words)).all()
