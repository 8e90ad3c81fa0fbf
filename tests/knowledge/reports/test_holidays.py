"""Days that county staff add and take out: open reports are due anew, and the log says which."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from knowledge.clock import SHANGHAI
from knowledge.db import Store
from knowledge.models.audit import AuditEntry
from knowledge.refusal import Refused
from knowledge.reports import clock, holidays
from knowledge.staff.access import NotHere
from tests.conftest import NOW
from tests.knowledge.reports.filed import TOWNSHIP_A, filed, keys, member, report
from tests.knowledge.reports.test_handling import answer

THURSDAY = date(2026, 11, 26)


def due(store: Store, number: int) -> tuple[int, int]:
    here = report(store, number).due_at.astimezone(SHANGHAI)
    return here.month, here.day


def test_an_added_and_a_removed_day_move_what_is_open_and_the_log_says_so(store: Store) -> None:
    county, number, hours = member(store, "县"), filed(store, ticket="261124-0415"), filed(store, "大堤管涌了")
    done = filed(store)
    answer(store, done)
    before = report(store, hours).due_at
    with store.writing() as session:
        assert holidays.put(session, county, THURSDAY, False, "县庆", NOW) == 1
    assert due(store, number) == (12, 2) and due(store, done) == (12, 1) and report(store, hours).due_at == before
    with store.writing() as session:
        assert holidays.put(session, county, date(2026, 11, 28), True, "县庆补班", NOW) == 1
    assert due(store, number) == (12, 1)
    with store.writing() as session:
        assert holidays.remove(session, county, THURSDAY, NOW) == 1
    assert due(store, number) == (11, 30)
    with store.reading() as session:
        logged = session.scalars(select(AuditEntry).where(AuditEntry.action == "改放假安排")).all()
    assert [entry.detail["诉求"] for entry in logged] == [
        "261124-0415（12月1日→12月2日）", "261124-0415（12月2日→12月1日）", "261124-0415（12月1日→11月30日）",
    ]  # fmt: skip


def test_a_day_that_changes_nothing_moves_nothing_and_is_logged(sqlite_store: Store) -> None:
    county, number = member(sqlite_store, "县"), filed(sqlite_store)
    with sqlite_store.writing() as session:
        assert holidays.put(session, county, date(2026, 11, 21), False, "周六", NOW) == 0
    assert keys(sqlite_store, number) == ["received:0"]


def test_what_was_late_by_a_wrong_calendar_is_not_and_is_reminded_anew(store: Store) -> None:
    county, number = member(store, "县"), filed(store)
    night = datetime(2026, 12, 2, 0, 30, tzinfo=SHANGHAI)
    clock.remind(store, night)
    assert report(store, number).was_late
    with store.writing() as session:
        holidays.put(session, county, THURSDAY, False, "县庆", night)
    kept = report(store, number)
    assert not kept.was_late and kept.due_at > night
    clock.remind(store, night + timedelta(days=1))
    assert report(store, number).was_late and keys(store, number).count("late:1") == 1


@pytest.mark.parametrize(("day", "name"), [(THURSDAY, " "), (THURSDAY, "字" * 31), (date(1999, 1, 1), "元旦")])
def test_a_day_has_a_name_and_a_year_of_ours(sqlite_store: Store, day: date, name: str) -> None:
    county = member(sqlite_store, "县")
    with sqlite_store.writing() as session, pytest.raises(Refused):
        holidays.put(session, county, day, False, name, NOW)


def test_only_the_county_keeps_the_calendar(sqlite_store: Store) -> None:
    township = member(sqlite_store, "镇", "township", TOWNSHIP_A)
    with sqlite_store.writing() as session, pytest.raises(NotHere):
        holidays.put(session, township, THURSDAY, False, "县庆", NOW)
    with sqlite_store.writing() as session, pytest.raises(NotHere):
        holidays.remove(session, township, THURSDAY, NOW)


def test_a_day_that_is_not_there_cannot_be_taken_out(sqlite_store: Store) -> None:
    county = member(sqlite_store, "县")
    with sqlite_store.writing() as session, pytest.raises(Refused, match="没有特别安排"):
        holidays.remove(session, county, THURSDAY, NOW)
