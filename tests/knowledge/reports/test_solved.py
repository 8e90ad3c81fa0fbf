"""「解决了没有？」: asked seven days after the answer, once; 「没解决」 opens the report again, once."""

from datetime import timedelta

from sqlalchemy import update

from knowledge.db import Store
from knowledge.models.outbox import Owed
from knowledge.models.report import Report
from knowledge.reports import solved
from tests.conftest import NOW
from tests.knowledge.reports.filed import filed, keys, report, told
from tests.knowledge.reports.test_handling import answer

WEEK = timedelta(days=7)


def asked(store: Store, number: int, when: object = None) -> None:
    """Seven days have passed, and the question has reached the reporter."""
    solved.ask_due(store, report(store, number).answered_at + WEEK)  # type: ignore[operator]
    with store.writing() as session:
        session.execute(update(Owed).values(delivered_at=NOW))


def say(store: Store, number: int, is_solved: bool, words: str = "") -> None:
    with store.writing() as session:
        solved.judge(session, session.get_one(Report, number), is_solved, words, NOW + WEEK)


def test_the_question_comes_after_seven_days_and_once(store: Store) -> None:
    number = filed(store, who="甲")
    answer(store, number)
    assert solved.ask_due(store, NOW + WEEK - timedelta(seconds=1)) == 0
    assert [solved.ask_due(store, NOW + WEEK + timedelta(days=day)) for day in (0, 0, 1, 30)] == [1, 0, 0, 0]
    assert [text for text in told(store, "甲") if "解决了没有" in text] == [told(store, "甲")[-1]]


def test_nobody_is_waited_for_before_the_question_has_reached_him(sqlite_store: Store) -> None:
    number = filed(sqlite_store, who="甲")
    answer(sqlite_store, number)
    person = report(sqlite_store, number).person_id or 0
    solved.ask_due(sqlite_store, NOW + WEEK)
    with sqlite_store.reading() as session:
        assert solved.waiting(session, person, NOW + WEEK) is None
    asked(sqlite_store, number)
    with sqlite_store.reading() as session:
        found = solved.waiting(session, person, NOW + WEEK)
        assert found and found.id == number
        assert solved.waiting(session, person, NOW + WEEK + timedelta(days=31)) is None


def test_what_is_solved_stays_answered(store: Store) -> None:
    number = filed(store, who="甲")
    answer(store, number)
    asked(store, number)
    say(store, number, True)
    kept = report(store, number)
    assert (kept.state, kept.is_solved) == ("answered", True)
    with store.reading() as session:
        assert solved.waiting(session, kept.person_id or 0, NOW + WEEK) is None


def test_what_is_not_solved_runs_again_once_with_its_history(store: Store) -> None:
    number = filed(store, who="甲")
    answer(store, number, now=NOW + timedelta(days=20))
    asked(store, number)
    say(store, number, False, "还是黑的")
    again = report(store, number)
    assert (again.state, again.stage, again.was_late, again.received_at) == ("open", 1, True, NOW)
    assert again.started_at == again.reopened_at == NOW + WEEK and again.due_at > NOW + WEEK and again.next_at
    assert keys(store, number) == ["received:0", "replied-0:0", "answered:0", "solved:0", "judged:0", "reopened:1"]
    answer(store, number, "换了新灯。", now=NOW + WEEK)
    asked(store, number)
    assert sum("解决了没有" in text for text in told(store, "甲")) == 2
    say(store, number, False)
    last = report(store, number)
    assert (last.state, last.is_solved, last.stage) == ("answered", False, 1)


def test_a_joined_report_that_is_not_solved_goes_on_by_itself(sqlite_store: Store) -> None:
    first, second = filed(sqlite_store, who="甲"), filed(sqlite_store, who="乙")
    with sqlite_store.writing() as session:
        session.get_one(Report, second).joined_to = first
    answer(sqlite_store, first)
    asked(sqlite_store, second)
    say(sqlite_store, second, False)
    assert report(sqlite_store, second).joined_to is None and report(sqlite_store, second).state == "open"
    assert report(sqlite_store, first).state == "answered"
