"""Several workers and several members of staff in the same moment on a database server."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select

from knowledge.db import Store
from knowledge.models.report import ReportStep
from knowledge.refusal import Refused
from knowledge.reports import clock, holidays, hot, joining, replying, solved
from tests.conftest import NOW
from tests.knowledge.reports.filed import filed, keys, member, report, told
from tests.knowledge.reports.test_handling import REPLY, answer
from tests.knowledge.reports.test_hot import LAMPS

WORKERS = 6


def test_workers_that_sweep_together_take_each_step_once(postgresql_store: Store) -> None:
    numbers, together = [filed(postgresql_store) for _ in range(12)], threading.Barrier(WORKERS)
    late = NOW + timedelta(days=30)

    def sweeps(_: int) -> None:
        together.wait()
        clock.remind_all(postgresql_store, late)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(sweeps, range(WORKERS)))
    clock.remind_all(postgresql_store, late)
    for number in numbers:
        assert keys(postgresql_store, number) == ["received:0", "half:0", "most:0", "late:0", "named:0"]


def test_workers_that_ask_together_ask_once(postgresql_store: Store) -> None:
    number, together = filed(postgresql_store, who="甲"), threading.Barrier(WORKERS)
    answer(postgresql_store, number)

    def asks(_: int) -> int:
        together.wait()
        return solved.ask_due(postgresql_store, NOW + solved.AFTER)

    with ThreadPoolExecutor(WORKERS) as pool:
        assert sum(pool.map(asks, range(WORKERS))) == 1
    assert sum("解决了没有" in text for text in told(postgresql_store, "甲")) == 1


def test_of_reviewers_who_agree_together_one_sends(postgresql_store: Store) -> None:
    number, together = filed(postgresql_store, who="甲"), threading.Barrier(WORKERS)
    writer, reviewers = member(postgresql_store, "写"), [member(postgresql_store, f"审{n}") for n in range(WORKERS)]
    with postgresql_store.writing() as session:
        replying.reply(session, writer, number, REPLY, NOW)

    def agrees(place: int) -> bool:
        together.wait()
        try:
            with postgresql_store.writing() as session:
                replying.approve(session, reviewers[place], number, NOW)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(WORKERS) as pool:
        assert sum(pool.map(agrees, range(WORKERS))) == 1
    assert len(told(postgresql_store, "甲")) == 1


def test_two_who_join_the_same_pair_each_way_make_no_circle(postgresql_store: Store) -> None:
    county, pair, together = (
        member(postgresql_store, "县"),
        [filed(postgresql_store), filed(postgresql_store)],
        threading.Barrier(2),
    )

    def joins(order: tuple[int, int]) -> bool:
        together.wait()
        try:
            with postgresql_store.writing() as session:
                joining.join(session, county, *order, NOW)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(joins, [(pair[0], pair[1]), (pair[1], pair[0])])) == 1
    assert sorted(report(postgresql_store, number).joined_to is None for number in pair) == [False, True]


def test_issues_released_together_bear_different_numbers(postgresql_store: Store) -> None:
    county, together = member(postgresql_store, "县"), threading.Barrier(4)
    for words in LAMPS:
        filed(postgresql_store, words)
    drafts = []
    for seconds in range(4):
        with postgresql_store.writing() as session:
            drafts.append(hot.draft(session, county, NOW + timedelta(seconds=seconds)).id)

    def releases(draft: int) -> int:
        together.wait()
        with postgresql_store.writing() as session:
            return hot.release(session, county, draft, "正文", NOW).number

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(releases, drafts)) == [1, 2, 3, 4]


def test_a_day_changed_while_the_worker_reminds_leaves_steps_once(postgresql_store: Store) -> None:
    county, numbers = member(postgresql_store, "县"), [filed(postgresql_store) for _ in range(6)]
    together = threading.Barrier(2)

    def changes() -> None:
        together.wait()
        with postgresql_store.writing() as session:
            holidays.put(session, county, (NOW + timedelta(days=2)).date(), False, "县庆", NOW)

    def reminds() -> None:
        together.wait()
        clock.remind_all(postgresql_store, NOW + timedelta(days=3))

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(changes), pool.submit(reminds)]:
            done.result()
    with postgresql_store.reading() as session:
        taken = session.execute(select(ReportStep.report_id, ReportStep.key)).all()
    assert len(taken) == len(set(taken))
    assert {report(postgresql_store, number).due_at.day for number in numbers} == {2}
