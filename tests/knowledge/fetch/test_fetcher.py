"""What is asked of a well-behaved site, and what comes of its answers."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.fetch import Fetched, Kept, NotFetched, NotModified
from knowledge.fetch.errors import Busy, StatusRefused
from knowledge.fetch.fetcher import VERSION
from knowledge.pages import Ask
from tests.conftest import NOW
from tests.knowledge.fetch.conftest import CONTACT, Make, PassingTime
from tests.knowledge.fetch.stand_in import Reply, StandIn, Visit, page, redirect, running, status, tagged

LIST = "价格".encode()


def cookie(visit: Visit) -> Reply:
    return Reply(visit.headers.get("Cookie", "none").encode(), headers={"Set-Cookie": "seen=yes"})


@pytest.fixture
def site() -> Iterator[StandIn]:
    routes = {
        "/list": page(LIST),
        "/tagged": tagged(LIST, '"v1"'),
        "/cookie": cookie,
        "/moved": redirect("/list"),
        "/moved-post": redirect("/echo"),
        "/moved-307": redirect("/echo", 307),
        "/moved-raw": redirect("/价格".encode("gbk").decode("latin-1")),
        "/echo": lambda visit: Reply(f"{visit.method} {visit.body.decode()}".encode()),
        "/odd-304": status(304),
        "/nowhere": redirect(""),
    }
    with running(routes) as running_site:
        yield running_site


def test_a_page_comes_with_its_address_kind_and_time(site: StandIn, make: Make) -> None:
    ask = Ask(f"{site.base}/list", part="list")
    assert make(site.gate).get(ask) == Fetched(ask, ask.url, "text/html; charset=utf-8", LIST, NOW)


def test_the_site_is_told_who_asks_and_where_to_complain(site: StandIn, make: Make) -> None:
    make(site.gate).get(Ask(f"{site.base}/list", referer=f"{site.base}/"))
    headers = site.visits[0].headers
    assert headers["User-Agent"] == f"Tianxun/{VERSION} (+{CONTACT})"
    assert headers["Accept-Encoding"] == "gzip, deflate" and headers["Referer"] == f"{site.base}/"
    assert site.robots_visits[0].headers["User-Agent"] == headers["User-Agent"]


def test_the_version_told_is_the_product_s() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION


def test_a_form_and_a_json_text_are_posted(site: StandIn, make: Make) -> None:
    fetcher = make(site.gate)
    assert fetcher.get(Ask(f"{site.base}/echo", form=(("a", "1"), ("a", "价")))).body == b"POST a=1&a=%E4%BB%B7"
    assert fetcher.get(Ask(f"{site.base}/echo", json='{"a": "价"}')).body == 'POST {"a": "价"}'.encode()
    assert [visit.headers["Content-Type"] for visit in site.visits] == [
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-8",
    ]


def test_a_redirect_is_followed_to_where_the_page_is(site: StandIn, make: Make) -> None:
    found = make(site.gate).get(Ask(f"{site.base}/moved"))
    assert found.url == f"{site.base}/list" and found.body == LIST


def test_a_redirected_form_becomes_a_get_except_after_307(site: StandIn, make: Make) -> None:
    form = (("a", "1"),)
    assert make(site.gate).get(Ask(f"{site.base}/moved-post", form=form)).body == b"GET "
    assert make(site.gate).get(Ask(f"{site.base}/moved-307", form=form)).body == b"POST a=1"


def test_the_raw_bytes_of_a_redirect_are_sent_back_as_they_came(site: StandIn, make: Make) -> None:
    with pytest.raises(StatusRefused):
        make(site.gate).get(Ask(f"{site.base}/moved-raw"))
    assert site.visits[-1].path == "/%BC%DB%B8%F1"


def test_a_kept_page_is_not_sent_again(site: StandIn, make: Make) -> None:
    fetcher, ask = make(site.gate), Ask(f"{site.base}/tagged")
    first = fetcher.get(ask)
    again = fetcher.get(ask, first.kept)
    assert isinstance(again, NotModified) and not isinstance(first, NotModified)
    assert (again.body, again.kept) == (LIST, first.kept)
    headers = site.visits[1].headers
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"v1"', "Tue, 24 Nov 2026 01:00:00 GMT")


def test_a_page_said_to_be_the_same_without_a_word_on_its_age_keeps_what_was_said(make: Make) -> None:
    kept = Kept('"v1"', "Tue, 24 Nov 2026 01:00:00 GMT", "http://a.example/", "text/html", LIST)
    with running({"/": status(304)}) as site:
        assert make(site.gate).get(Ask(f"{site.base}/"), kept).kept == kept


def test_a_304_that_nobody_asked_for_is_no_page(site: StandIn, make: Make) -> None:
    with pytest.raises(StatusRefused):
        make(site.gate).get(Ask(f"{site.base}/odd-304"))


def test_a_redirect_to_nowhere_is_no_page(site: StandIn, make: Make) -> None:
    with pytest.raises(StatusRefused):
        make(site.gate).get(Ask(f"{site.base}/nowhere"))


def test_a_cookie_goes_to_the_site_that_set_it_and_no_other(site: StandIn, make: Make) -> None:
    with running({"/cookie": cookie}) as other:
        gate = type(site.gate)(allow=frozenset({site.key, other.key}))
        fetcher = make(gate)
        bodies = [fetcher.get(Ask(f"{one.base}/cookie")).body for one in (site, site, other)]
    assert bodies == [b"none", b"seen=yes", b"none"]


@pytest.mark.parametrize(
    ("code", "text"), [(404, "网页不存在（404）"), (403, "网站拒绝访问（403）"), (418, "网站不给网页（418）")]
)
def test_a_refusal_is_final(make: Make, code: int, text: str) -> None:
    with running({"/": status(code)}) as site, pytest.raises(NotFetched) as fault:
        make(site.gate).get(Ask(f"{site.base}/"))
    assert fault.value.permanent and fault.value.text == text and len(site.visits) == 1


@pytest.mark.parametrize("codes", [(429,), (500,), (502, 503)])
def test_what_may_pass_is_tried_again_after_a_while(make: Make, time: PassingTime, codes: tuple[int, ...]) -> None:
    with running({"/": status(*codes)}) as site:
        assert make(site.gate).get(Ask(f"{site.base}/")).body == b"at last"
    assert len(site.visits) == len(codes) + 1


def test_three_tries_are_enough_and_each_waits_longer(make: Make, time: PassingTime) -> None:
    with running({"/": status(500, 500, 500)}) as site, pytest.raises(Busy) as fault:
        make(site.gate).get(Ask(f"{site.base}/"))
    assert not fault.value.permanent and fault.value.text == "网站忙或出错（500）" and len(site.visits) == 3
    assert any(0.75 <= slept <= 1.25 for slept in time.slept) and any(1.5 <= slept <= 2.5 for slept in time.slept)


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "40"},
        {"Retry-After": "Tue, 24 Nov 2026 02:00:40 GMT", "Date": "Tue, 24 Nov 2026 02:00:00 GMT"},
    ],
)
def test_a_site_is_given_the_time_it_asks_for(make: Make, time: PassingTime, headers: dict[str, str]) -> None:
    replies: list[Any] = [Reply(status=429, headers=headers), Reply(b"at last")]
    with running({"/": lambda _: replies.pop(0)}) as site:
        assert make(site.gate).get(Ask(f"{site.base}/")).body == b"at last"
    assert 40.0 in time.slept


def test_a_site_that_asks_for_more_than_a_minute_is_left(make: Make, time: PassingTime) -> None:
    with running({"/": status(503, Retry_After="3600")}) as site, pytest.raises(Busy):
        make(site.gate).get(Ask(f"{site.base}/"))
    assert len(site.visits) == 1 and 3600 not in time.slept
