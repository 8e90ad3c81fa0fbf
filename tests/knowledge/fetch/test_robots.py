"""What a site does not allow is not fetched."""

import pytest

from knowledge.fetch.errors import ForbiddenByRobots, RobotsUnknown
from knowledge.fetch.robots import REST_SECONDS
from knowledge.pages import Ask
from tests.knowledge.fetch.conftest import Make, PassingTime
from tests.knowledge.fetch.stand_in import Route, page, redirect, reset, running, silence, status

PAGES = {"/list": page(b"list"), "/private/1": page(b"private"), "/a.php": page(b"a")}
RULES = b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n\nUser-agent: tianxun\nDisallow: /private\nDisallow: /*.php$\n"


@pytest.mark.parametrize("path", ["/private/1", "/a.php"])
def test_a_disallowed_page_is_not_asked_for(make: Make, path: str) -> None:
    with running(PAGES, page(RULES, "text/plain")) as site, pytest.raises(ForbiddenByRobots) as fault:
        make(site.gate).get(Ask(site.base + path))
    assert fault.value.permanent and fault.value.text == "不许抓取（robots.txt）" and not site.visits


def test_an_allowed_page_is_fetched_and_robots_once_for_the_run(make: Make) -> None:
    with running(PAGES, page(RULES, "text/plain")) as site:
        fetcher = make(site.gate)
        assert [fetcher.get(Ask(f"{site.base}/list?page={number}")).body for number in (1, 2)] == [b"list"] * 2
    assert len(site.robots_visits) == 1


def test_a_redirect_leads_around_no_rule(make: Make) -> None:
    routes = {**PAGES, "/moved": redirect("/private/1")}
    with running(routes, page(RULES, "text/plain")) as site, pytest.raises(ForbiddenByRobots):
        make(site.gate).get(Ask(f"{site.base}/moved"))
    assert [visit.path for visit in site.visits] == ["/moved"]


@pytest.mark.parametrize("robots", [status(401), status(403), status(404), status(410), redirect("/robots.txt")])
def test_a_site_without_rules_allows_everything(make: Make, robots: Route) -> None:
    with running(PAGES, robots) as site:
        assert make(site.gate).get(Ask(f"{site.base}/list")).body == b"list"


@pytest.mark.parametrize("robots", [status(*[500] * 9), status(*[503] * 9), status(*[429] * 9), silence, reset])
def test_a_site_whose_rules_cannot_be_had_is_left_alone_for_now(make: Make, robots: Route) -> None:
    with running(PAGES, robots) as site:
        fetcher = make(site.gate, seconds=0.3)
        for _ in range(2):
            with pytest.raises(RobotsUnknown) as fault:
                fetcher.get(Ask(f"{site.base}/list"))
    assert fault.value.text.startswith("读不到 robots.txt：")
    assert not fault.value.permanent and not site.visits and len(site.robots_visits) <= 3


def test_a_site_left_alone_is_asked_again_later(make: Make, time: PassingTime) -> None:
    with running(PAGES, status(500, 500, 500)) as site:
        fetcher = make(site.gate)
        with pytest.raises(RobotsUnknown):
            fetcher.get(Ask(f"{site.base}/list"))
        time.sleep(REST_SECONDS)
        assert fetcher.get(Ask(f"{site.base}/list")).body == b"list"


def test_a_site_that_wants_more_time_between_pages_gets_it(make: Make, time: PassingTime) -> None:
    with running(PAGES, page(b"User-agent: *\nCrawl-delay: 5\n", "text/plain")) as site:
        fetcher = make(site.gate)
        for _ in range(2):
            fetcher.get(Ask(f"{site.base}/list"))
    assert time.moment == 10.0


def test_no_site_holds_the_night_up_with_its_delay(make: Make, time: PassingTime) -> None:
    with running(PAGES, page(b"User-agent: *\nCrawl-delay: 86400\n", "text/plain")) as site:
        make(site.gate).get(Ask(f"{site.base}/list"))
    assert time.moment == 30.0
