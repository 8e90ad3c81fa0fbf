"""Two different people take a post out of sight until staff have decided."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from knowledge import erasure
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.imports.run import import_path
from knowledge.models.job import Job
from knowledge.models.moderated import PostAccusation
from knowledge.models.person import Person
from knowledge.moderation import accused, desk
from knowledge.moderation.accused import accuse
from knowledge.privacy import masked
from knowledge.refusal import Refused
from tests.conftest import NOW
from tests.knowledge.test_desk_held import LI, TOWNSHIP_A
from tests.moderation.rows import PHONE, job
from tests.moderation.test_desk import JOBS, SCAM, queued


@pytest.fixture
def people(store: Store) -> list[int]:
    with store.writing() as session:
        made = [
            Person(channel="test", id_hash=f"h{i}", id_cipher=b"", first_seen=NOW - timedelta(1), is_test=i == 3)
            for i in range(4)
        ]
        session.add_all(made)
        session.flush()
        return [one.id for one in made]


def accused_by(store: Store, number: int, *who: int, words: str = "要先交钱") -> list[bool]:
    found = []
    for one in who:
        with store.writing() as session:
            found.append(accuse(session, desk.JOB, number, one, words, NOW))
    return found


def state(store: Store, number: int) -> tuple[str, str]:
    with store.reading() as session:
        row = session.get_one(Job, number)
        return row.status, row.held_for


def test_two_people_suspend_a_post_and_it_waits_on_top(store: Store, people: list[int]) -> None:
    number, newer = job(store, TOWNSHIP_A, "approved"), job(store, TOWNSHIP_A)
    assert accused_by(store, number, people[0]) == [False] and state(store, number) == ("approved", "")
    assert accused_by(store, number, people[1]) == [True] and state(store, number) == ("draft", "两人举报")
    assert queued(store, LI) == [number, newer]
    with store.reading() as session:
        assert [one.id for one in desk.queue(session, LI, desk.JOB, desk.DRAFT, newer, NOW)] == []
        (made,) = desk.decisions(session, desk.JOB, number)
        assert (made.verdict, made.reason, made.staff_name) == ("暂停", "两人举报", "系统")


def test_one_person_and_test_persons_do_not(store: Store, people: list[int]) -> None:
    number = job(store, TOWNSHIP_A, "approved")
    assert accused_by(store, number, people[0], people[0], people[3]) == [False] * 3
    assert state(store, number)[0] == "approved"
    with store.reading() as session:
        assert session.scalar(select(func.count(PostAccusation.id))) == 2


@pytest.mark.parametrize(("status", "days"), [("draft", 9), ("rejected", 9), ("filled", 9), ("approved", 0)])
def test_nothing_is_kept_against_what_is_not_public(store: Store, people: list[int], status: str, days: int) -> None:
    number = job(store, TOWNSHIP_A, status, days)
    assert accused_by(store, number, *people) == [False] * 4
    with store.writing() as session:
        assert not accuse(session, "staff", 1, people[0], "", NOW)
        assert not accuse(session, desk.JOB, 10**6, people[0], "", NOW)
        assert session.scalars(select(PostAccusation)).all() == []


def test_staff_see_the_words_and_a_decision_sets_the_count_back(store: Store, people: list[int]) -> None:
    number = job(store, TOWNSHIP_A, "approved", held_for="像是刷单（点赞）")
    accused_by(store, number, *people[:2], words=f"打 {PHONE} 要\x00押金 " + "长" * 400)
    with store.reading() as session:
        said = accused.said(session, desk.JOB, number)
        assert len(said) == 2 and "139****1234" in said[0].words and PHONE not in said[0].words
        assert len(said[0].words) <= accused.LONGEST and not said[0].is_settled
    with pytest.raises(Refused, match="理由"), store.writing() as session:
        desk.approve(session, LI, desk.JOB, number, "", NOW)
    with store.writing() as session:
        desk.approve(session, LI, desk.JOB, number, "去看过，是真的", NOW)
    assert state(store, number) == ("approved", "像是刷单（点赞）")
    with store.reading() as session:
        assert all(one.is_settled for one in accused.said(session, desk.JOB, number))
    assert accused_by(store, number, people[2]) == [False]
    assert accused_by(store, number, people[0]) == [True]


def test_a_file_that_comes_again_does_not_let_it_out(
    store: Store, people: list[int], watch: Clock, tmp_path: Path
) -> None:
    path = tmp_path / "jobs.csv"
    for text in (SCAM, SCAM, SCAM.replace("150,150", "160,160")):
        path.write_text(JOBS + text, encoding="utf-8")
        import_path(store, watch, "jobs", path)
        with store.reading() as session:
            number = session.scalars(select(Job.id).where(Job.source == "测试来源", Job.title == "普工")).one()
        if text == SCAM:
            accused_by(store, number, *people[:2])
        assert state(store, number) == ("draft", "两人举报")


def test_what_an_erased_person_said_stays_without_him(store: Store, people: list[int]) -> None:
    number = job(store, TOWNSHIP_A, "approved")
    accused_by(store, number, people[0], words=f"打 {PHONE} 的是骗子")
    erasure.erase(store, "h0", masked, NOW)
    with store.reading() as session:
        kept = session.scalars(select(PostAccusation)).one()
        assert (kept.person_id, kept.words) == (None, "打 139****1234 的是骗子")
    assert accused_by(store, number, people[1]) == [False]
