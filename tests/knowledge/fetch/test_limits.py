"""A bad site costs its seconds and bytes, and no more."""

import gzip
import tracemalloc

import pytest

from knowledge.fetch import Limits, NotFetched
from knowledge.fetch.errors import Passing, TooLarge, TooManyRedirects, TooSlow, Unreachable, Unreadable
from knowledge.fetch.wire import Wanted, Wire
from knowledge.pages import Ask
from tests.knowledge.fetch.conftest import Make
from tests.knowledge.fetch.stand_in import (
    Reply,
    Route,
    drip,
    endless,
    gzip_bomb,
    page,
    redirect,
    reset,
    running,
    silence,
)

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
SLOW: dict[str, Route] = {
    "silence": silence,
    "a body of stated length": drip(PLAIN + b"Content-Length: 9999\r\n\r\n", b"x"),
    "a body without length": drip(PLAIN + b"\r\n", b"x"),
    "chunks": drip(PLAIN + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "one long chunk": drip(PLAIN + b"Transfer-Encoding: chunked\r\n\r\nfff0\r\n", b"x"),
    "the length of a chunk": drip(PLAIN + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "headers": drip(PLAIN, b"X: y\r\n"),
    "the status line": drip(b"HTTP/1.1 200 ", b"O"),
    "please go on": drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.001),
}


def fault_of(make: Make, route: Route, seconds: float = 1.0) -> tuple[NotFetched, int]:
    """What comes of the page, and how often it was asked for."""
    with running({"/": route}) as site, pytest.raises(NotFetched) as fault:
        make(site.gate, seconds=seconds).get(Ask(f"{site.base}/"))
    return fault.value, len(site.visits)


@pytest.mark.parametrize("slow", SLOW)
def test_a_page_that_drips_or_never_comes_is_dropped_at_the_deadline(make: Make, slow: str) -> None:
    fault, visits = fault_of(make, SLOW[slow], seconds=0.5)
    assert isinstance(fault, TooSlow) and not fault.permanent and fault.text == "超过 0.5 秒"
    assert visits == 1


def test_a_gzip_bomb_stops_at_the_cap_with_little_memory(make: Make) -> None:
    bomb = gzip_bomb(100)
    tracemalloc.start()
    try:
        fault, _ = fault_of(make, bomb, seconds=30)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(fault, TooLarge) and fault.permanent
    assert peak < 10_000_000


def test_the_body_of_a_redirect_is_not_unpacked(make: Make) -> None:
    bomb = gzip.compress(bytes(1_000_000)) * 50
    sent = Reply(bomb, status=302, headers={"Location": "/there", "Content-Encoding": "gzip"})
    with running({"/": lambda _: sent, "/there": page(b"there")}) as site:
        tracemalloc.start()
        try:
            assert make(site.gate, seconds=30).get(Ask(f"{site.base}/")).body == b"there"
            assert tracemalloc.get_traced_memory()[1] < 10_000_000
        finally:
            tracemalloc.stop()


def test_an_endless_page_stops_at_the_cap(make: Make) -> None:
    fault, visits = fault_of(make, endless, seconds=30)
    assert isinstance(fault, TooLarge) and fault.text == "超过 0.1 MB" and visits == 1


def test_a_page_of_just_the_cap_is_taken(make: Make) -> None:
    with running({"/": page(b"x" * 100_000)}) as site:
        assert len(make(site.gate).get(Ask(f"{site.base}/")).body) == 100_000


def test_a_redirect_loop_ends(make: Make) -> None:
    fault, visits = fault_of(make, redirect("/"))
    assert isinstance(fault, TooManyRedirects) and fault.permanent and visits == 3


def test_a_connection_that_breaks_off_is_tried_three_times(make: Make) -> None:
    fault, visits = fault_of(make, reset)
    assert isinstance(fault, Unreachable) and fault.text == "连不上" and visits == 3


@pytest.mark.parametrize(
    "said",
    [
        b"Content-Length: 99\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n9\r\n",
        b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_half_a_page_is_no_page(make: Make, said: bytes) -> None:
    fault, _ = fault_of(make, lambda visit: visit.connection.sendall(PLAIN + said + b"half"))
    assert isinstance(fault, Passing)


@pytest.mark.parametrize(
    ("packing", "body"), [("br", b"x"), ("gzip, gzip", b"x"), ("gzip", b"no gzip"), ("zstd", b"x")]
)
def test_a_packing_that_was_not_asked_for_or_is_damaged_is_no_page(make: Make, packing: str, body: bytes) -> None:
    fault, _ = fault_of(make, page(body, Content_Encoding=packing))
    assert isinstance(fault, Unreadable)


@pytest.mark.parametrize(
    "head", [b"\0\0\0", b"HTTP/9.9 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n"]
)
def test_what_is_no_http_is_no_page(make: Make, head: bytes) -> None:
    fault, _ = fault_of(make, lambda visit: visit.connection.sendall(head))
    assert isinstance(fault, Unreachable)


def test_a_page_without_seconds_left_is_not_asked_for() -> None:
    with running({"/": page(b"here")}) as site, pytest.raises(TooSlow):
        Wire(site.gate, Limits()).ask(Wanted(f"{site.base}/", {}), site.key, 0.0)
    assert not site.visits


def test_the_tries_share_the_seconds_of_the_page(make: Make) -> None:
    def half_asleep(visit: object) -> Reply:
        visit.site.over.wait(0.3)  # type: ignore[attr-defined]
        return Reply(status=500)

    fault, visits = fault_of(make, half_asleep, seconds=0.5)
    assert isinstance(fault, TooSlow) and visits == 2
