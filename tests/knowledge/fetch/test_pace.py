"""No site is asked faster than once a second, or by more than two at a time."""

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from knowledge.clock import Clock
from knowledge.fetch import Fetcher, Gate, Pace
from knowledge.pages import Ask
from tests.knowledge.fetch.conftest import Make, PassingTime
from tests.knowledge.fetch.stand_in import Reply, Visit, page, running


def test_many_threads_ask_one_site_once_a_second(time: PassingTime) -> None:
    pace, begun, lock = Pace(time.now, time.sleep), [], threading.Lock()

    def visit(_: int) -> None:
        with pace.turn("a:80"), lock:
            begun.append(time.now())

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(visit, range(8)))
    assert time.moment == 7.0 and len(begun) == 8


def test_two_requests_are_a_second_apart(time: PassingTime) -> None:
    pace, begun = Pace(time.now, time.sleep), []
    for used in (0.0, 0.4, 3.0, 0.0):
        with pace.turn("a:80"):
            begun.append(time.now())
            time.moment += used
    assert all(later - earlier >= 1 for earlier, later in pairwise(begun)) and begun == [0.0, 1.0, 2.0, 5.0]


def test_another_port_is_another_site(time: PassingTime) -> None:
    pace = Pace(time.now, time.sleep)
    with pace.turn("a:80"), pace.turn("a:443"), pace.turn("b:80"):
        assert time.slept == []


def test_no_more_than_two_are_inside_at_once() -> None:
    third = threading.Event()

    def crowded(visit: Visit) -> Reply:
        # Whoever is the third says so; the others give it time to come.
        if visit.site.inside > 2:
            third.set()
        third.wait(0.2)
        return Reply(b"here")

    with (
        running({"/": crowded}) as site,
        Fetcher("x", Clock(), site.gate, Pace(gap=0)) as fetcher,
        ThreadPoolExecutor(6) as threads,
    ):
        list(threads.map(lambda _: fetcher.get(Ask(f"{site.base}/")), range(6)))
    assert site.most_inside == 2 and len(site.visits) == 6


def test_a_slow_site_keeps_no_other_waiting() -> None:
    released = threading.Event()

    def waiting(_: Visit) -> Reply:
        assert released.wait(30)
        return Reply(b"slow")

    with running({"/": waiting}) as slow, running({"/": page(b"quick")}) as quick:
        gate = Gate(allow=frozenset({slow.key, quick.key}))
        with Fetcher("x", Clock(), gate, Pace(gap=0)) as fetcher, ThreadPoolExecutor(1) as threads:
            late = threads.submit(fetcher.get, Ask(f"{slow.base}/"))
            assert fetcher.get(Ask(f"{quick.base}/")).body == b"quick"
            released.set()
            assert late.result().body == b"slow"


def test_each_request_takes_its_turn_robots_and_redirects_too(make: Make, time: PassingTime) -> None:
    with running({"/": lambda _: Reply(status=302, headers={"Location": "/there"}), "/there": page(b"x")}) as site:
        make(site.gate).get(Ask(f"{site.base}/"))
    assert time.moment == 2.0
