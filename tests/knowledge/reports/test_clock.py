"""What a report's clock does by itself: each step once, at its time, whatever else happens to the report."""

from datetime import datetime, timedelta

import pytest

from knowledge.clock import SHANGHAI
from knowledge.db import Store
from knowledge.models.report import Report
from knowledge.reports import clock, handling, running
from knowledge.working_days import Calendar
from tests.conftest import NOW
from tests.knowledge.reports.filed import filed, keys, member, report, said

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI)
LATE = datetime(2026, 11, 28, tzinfo=SHANGHAI)


def test_steps_of_a_clock_in_hours_fall_at_parts_of_it() -> None:
    due = FRIDAY + timedelta(hours=48)
    found = running.reminders(Calendar(), running.HOURS, FRIDAY, due)
    assert {name: (moment - FRIDAY) / timedelta(hours=1) for name, moment in found.items() if name != "named"} == {
        "half": 24.0, "most": 38.4, "late": 48.0,
    }  # fmt: skip
    # It is due on a Sunday: two working days later is Tuesday's end.
    assert found["named"] == datetime(2026, 11, 24, 23, 59, 59, tzinfo=SHANGHAI)


def test_steps_of_a_clock_in_working_days_never_fall_on_a_free_day() -> None:
    due = running.due_at(Calendar(), running.DAYS, FRIDAY, 5)
    found = running.reminders(Calendar(), running.DAYS, FRIDAY, due)
    # Friday's 15 hours and five days: 67.5 hours are the rest of Friday, Monday, Tuesday, and 4:30 of Wednesday.
    assert found["half"].replace(microsecond=0) == datetime(2026, 11, 25, 4, 29, 59, tzinfo=SHANGHAI)
    assert due == datetime(2026, 11, 27, 23, 59, 59, tzinfo=SHANGHAI)
    assert found["named"] == datetime(2026, 12, 1, 23, 59, 59, tzinfo=SHANGHAI)


def test_each_step_is_taken_once_at_its_time(store: Store) -> None:
    number = filed(store, now=FRIDAY)
    taken = []
    for hours in range(0, 24 * 14, 6):
        now = FRIDAY + timedelta(hours=hours)
        clock.remind(store, now)
        clock.remind(store, now)
        taken.append(keys(store, number)[1:])
    assert taken[-1] == ["half:0", "most:0", "late:0", "named:0"]
    assert taken[int(24 * 4 / 6)] == []
    kept = report(store, number)
    assert kept.was_late and kept.reminded == "named" and kept.next_at is None


def test_after_a_long_standstill_each_missed_step_is_taken_once(store: Store) -> None:
    number = filed(store, now=FRIDAY)
    assert clock.remind(store, FRIDAY + timedelta(days=30)) == 1
    assert clock.remind(store, FRIDAY + timedelta(days=30)) == 0
    assert keys(store, number)[1:] == ["half:0", "most:0", "late:0", "named:0"]
    assert said(store, number)[3] == "超期，提醒上级桃源县诉求受理台"


def test_a_worker_killed_among_the_steps_has_taken_none_of_them(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    number = filed(store, now=FRIDAY)
    with monkeypatch.context() as killed:
        killed.setattr(running, "start", lambda *_: (_ for _ in ()).throw(RuntimeError("killed")))
        with pytest.raises(RuntimeError):
            clock.remind(store, LATE)
    assert keys(store, number) == ["received:0"]
    clock.remind(store, LATE)
    assert keys(store, number) == ["received:0", "half:0", "most:0", "late:0"]


def test_more_than_one_round_are_all_reminded(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "AT_ONCE", 2)
    numbers = [filed(sqlite_store, now=FRIDAY) for _ in range(5)]
    clock.remind_all(sqlite_store, LATE)
    assert all(report(sqlite_store, number).was_late for number in numbers)


def test_giving_it_to_another_unit_leaves_the_clock_as_it_is(store: Store) -> None:
    number, county = filed(store, now=FRIDAY), member(store, "县")
    before = report(store, number)
    with store.writing() as session:
        handling.assign(session, county, number, 1, NOW)
    after = report(store, number)
    assert after.unit_id == 1 != before.unit_id
    assert (after.due_at, after.next_at, after.stage) == (before.due_at, before.next_at, before.stage)


def test_an_urgent_report_reminds_of_its_first_word_unless_that_was_said(store: Store) -> None:
    silent, spoken, county = (
        filed(store, "大堤管涌了", now=NOW),
        filed(store, "大堤漫坝了", now=NOW),
        member(store, "县"),
    )
    assert report(store, silent).next_at == NOW + timedelta(hours=5)
    with store.writing() as session:
        handling.inform(session, county, spoken, "抢险队已经出发。", NOW + timedelta(hours=1))
    clock.remind(store, NOW + timedelta(hours=6))
    assert keys(store, silent) == ["received:0", "first:0"]
    assert keys(store, spoken) == ["received:0", "told-0:0"]
    assert report(store, silent).reminded == ""


def test_no_step_of_an_answered_or_joined_report_is_ahead(sqlite_store: Store) -> None:
    number = filed(sqlite_store, now=FRIDAY)
    for column, value in (("state", "answered"), ("joined_to", number)):
        with sqlite_store.reading() as session:
            one = session.get_one(Report, number)
            setattr(one, column, value)
            assert running.ahead(session, one, Calendar()) == {}
