"""Sources at the console: their days told apart, fetched when staff ask, taken back with a reason."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.nightly import Nightly
from knowledge.db import Store
from knowledge.desk import sources
from knowledge.models.audit import AuditEntry
from knowledge.models.price import Quote, Series
from knowledge.models.source import DONE, FAILED, HELD, RECALLED, RUNNING, SourceRun
from knowledge.night import orders
from knowledge.night.lock import only_night
from knowledge.night.sites import UnknownSource
from knowledge.refusal import Refused
from knowledge.staff.access import NotHere
from tests.conftest import NOW, TODAY, StandingClock
from tests.knowledge.night.sites import TITLE, Site, quote, site
from tests.knowledge.test_desk_held import LI, WANG


@pytest.fixture
def prices(store: Store) -> Iterator[Site]:
    with site(store) as running:
        yield running


def ran(store: Store, back: int, ended: str, new: int = 0) -> None:
    with store.writing() as session:
        day = TODAY - timedelta(back)
        session.add(
            SourceRun(
                source="xinfadi",
                night=day,
                first_day=day,
                started_at=NOW - timedelta(back),
                state=ended,
                new=new,
                finished_at=NOW - timedelta(back),
            )
        )


def test_days_with_something_nothing_a_failure_and_no_run_are_told_apart(store: Store) -> None:
    for back, ended, new in (
        (0, RUNNING, 0), (1, DONE, 5), (2, DONE, 0), (3, FAILED, 0), (4, HELD, 0), (5, RECALLED, 9), (40, DONE, 3),
    ):  # fmt: skip
        ran(store, back, ended, new)
    ran(store, 3, DONE, 1)
    with store.reading() as session:
        (one,) = [each for each in sources.listed(session, WANG, TODAY) if each.name == "xinfadi"]
        assert len(one.days) == 30 and one.days[-1].day == TODAY
        assert [each.came for each in one.days[-6:]] == ["failed", "failed", "got", "nothing", "got", "not run"]
        assert one.calendar[-6:] == "××■■■·" and one.last and one.last.night == TODAY - timedelta(3)
        with pytest.raises(NotHere):
            sources.listed(session, LI, TODAY)


def test_what_staff_want_is_fetched_once_and_forgotten_when_it_is_done_or_late(store: Store) -> None:
    for name in ("xinfadi", "pfsc", "xinfadi"):
        with store.writing() as session:
            sources.order(session, WANG, name, NOW)
    with store.reading() as session:
        assert orders.ordered(session, NOW) == ["xinfadi", "pfsc"]
        assert orders.ordered(session, NOW + orders.STANDS) == []
        assert sources.waiting(session)["pfsc"].staff_name == "王站长"
        assert session.scalar(select(func.count()).where(AuditEntry.action == "要求马上抓")) == 3
    with store.writing() as session:
        orders.done(session, ["xinfadi"])
        assert orders.ordered(session, NOW) == ["pfsc"]
    with pytest.raises(NotHere), store.writing() as session:
        sources.order(session, WANG, "nowhere", NOW)
    with pytest.raises(UnknownSource), store.writing() as session:
        orders.order(session, "nowhere", "王站长", NOW)


def test_the_worker_starts_what_staff_want_one_process_at_a_time(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []

    class Process:
        ended: int | None = None

        def __init__(self, command: list[str], **_: object) -> None:
            started.append(command)

        def poll(self) -> int | None:
            return self.ended

    monkeypatch.setattr("subprocess.Popen", Process)
    nightly, watch = Nightly(), StandingClock()
    assert not nightly.start_if_ordered(sqlite_store, watch)
    with sqlite_store.writing() as session:
        orders.order(session, "xinfadi", "王站长", NOW)
    assert nightly.start_if_ordered(sqlite_store, watch)
    assert not nightly.start_if_ordered(sqlite_store, watch)
    Process.ended = 0
    assert nightly.start_if_ordered(sqlite_store, watch)
    assert [command[-2:] for command in started] == [["night", "--ordered"]] * 2


def test_a_fetch_is_taken_back_after_a_look_and_with_a_reason(store: Store, prices: Site, tmp_path: Path) -> None:
    prices.rows = [quote("包菜", "1.3"), quote("莴笋", "2")]
    prices.night()
    public = select(func.count()).select_from(Quote).join(Series).where(Series.source == TITLE)
    watch = StandingClock(moment=NOW + timedelta(hours=1))
    with store.reading() as session:
        run = session.scalars(select(SourceRun).where(SourceRun.source == "fields")).one()
        assert sources.access_run(session, WANG, run.id) and sources.runs(session, WANG, "fields")
        for actor, number in ((LI, run.id), (WANG, 10_000)):
            with pytest.raises(NotHere):
                sources.access_run(session, actor, number)
    assert sources.would_take_back(store, watch, run).removed == 2
    with only_night(store, tmp_path), pytest.raises(Refused, match="正在进行"):
        sources.take_back(store, tmp_path, WANG, run, "单位错了", watch.now())
    with pytest.raises(Refused, match="理由"):
        sources.take_back(store, tmp_path, WANG, run, " ", watch.now())
    with store.reading() as session:
        assert session.scalar(public) == 2
    assert sources.take_back(store, tmp_path, WANG, run, "单位错了", watch.now()).removed == 2
    with store.reading() as session:
        assert session.scalar(public) == 0
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "撤回")).one()
        assert entry.detail["理由"] == "单位错了" and "删去报价 2 条" in entry.detail["结果"]
        with pytest.raises(NotHere):
            sources.access_run(session, WANG, run.id)
