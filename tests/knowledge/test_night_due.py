"""When the night runs by itself: once at half past two, and once more for what failed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.nightly import Nightly
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.models.source import DONE, FAILED, SourceRun
from knowledge.night.due import due

NIGHT = date(2026, 11, 27)


def at(hour: int, minute: int) -> datetime:
    """A moment of that night, China's time."""
    return datetime(2026, 11, 27, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def ran(store: Store, source: str, state: str, when: datetime) -> None:
    with store.writing() as session:
        session.add(SourceRun(source=source, night=NIGHT, first_day=NIGHT, started_at=when, state=state))


def asked(store: Store, when: datetime) -> list[str]:
    with store.reading() as session:
        return due(session, ["a", "b"], when)


@pytest.mark.parametrize("when", [at(2, 29), at(5, 1), at(5, 29), at(7, 31), at(12, 0), at(23, 59)])
def test_nothing_is_due_outside_the_two_hours(sqlite_store: Store, when: datetime) -> None:
    assert asked(sqlite_store, when) == []


def test_everything_is_due_at_half_past_two_and_each_source_once(sqlite_store: Store) -> None:
    assert asked(sqlite_store, at(2, 30)) == ["a", "b"]
    ran(sqlite_store, "a", FAILED, at(2, 31))
    assert asked(sqlite_store, at(2, 40)) == ["b"]


def test_what_failed_is_due_once_more_at_half_past_five(sqlite_store: Store) -> None:
    ran(sqlite_store, "a", FAILED, at(2, 31))
    ran(sqlite_store, "b", DONE, at(2, 31))
    assert asked(sqlite_store, at(5, 30)) == ["a"]
    ran(sqlite_store, "a", FAILED, at(5, 31))
    assert asked(sqlite_store, at(5, 40)) == []


def test_the_worker_starts_one_process_in_each_span(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr("subprocess.Popen", lambda command, **_: started.append(command))

    class At(Clock):
        def now(self) -> datetime:
            return self.moment

        moment = at(2, 29)

    watch, nightly = At(), Nightly()
    for moment, begins in (
        (at(2, 29), 0),
        (at(2, 30), 1),
        (at(2, 31), 1),
        (at(5, 30), 2),
        (at(7, 0), 2),
        (at(9, 0), 2),
    ):
        At.moment = moment
        nightly.start_if_time(watch)
        assert len(started) == begins
    assert started[0][-2:] == ["night", "--due"]


def test_a_run_by_hand_the_evening_before_is_no_run_of_tonight(sqlite_store: Store) -> None:
    with sqlite_store.writing() as session:
        session.add(SourceRun(source="a", night=NIGHT - timedelta(1), first_day=NIGHT, started_at=at(0, 0), state=DONE))
    assert asked(sqlite_store, at(3, 0)) == ["a", "b"]
