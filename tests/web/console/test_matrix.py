"""Route × role × place: who is not meant gets the same answer as where there is nothing."""

import pytest
from flask import Flask

from knowledge.db import Store
from tests.web.console.conftest import STAFF, Browser, Entry
from tests.web.console.matrix import OPEN, ROUTES


def routes(app: Flask) -> dict[str, tuple[str, set[str]]]:
    """Endpoint, its address as a pattern, its methods."""
    return {
        rule.endpoint: (rule.rule, (rule.methods or set()) & {"GET", "POST"})
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("console.")
    }


def address(app: Flask, endpoint: str, store: Store) -> str:
    _, sample = ROUTES[endpoint]
    with app.test_request_context():
        return app.url_for(endpoint, **(sample(store) if sample else {}))


def test_every_route_stands_in_the_matrix(app: Flask) -> None:
    assert set(routes(app)) - OPEN == set(ROUTES)


@pytest.mark.parametrize("endpoint", ROUTES)
def test_only_who_is_meant_gets_in(endpoint: str, app: Flask, staffed: Store, enter: Entry, stranger: Browser) -> None:
    meant, _ = ROUTES[endpoint]
    where = address(app, endpoint, staffed)
    _, methods = routes(app)[endpoint]
    assert stranger.client.get(where).status_code in ({302} if "GET" in methods else {302, 405})
    for name in STAFF:
        browser = enter(name)
        if "GET" in methods:
            answer = browser.client.get(where).status_code
        else:
            answer = browser.client.post(where, data={"csrf_token": browser.token("/console/password")}).status_code
        assert (answer != 404) == (name in meant), (name, where, answer)
        assert answer < 500


@pytest.mark.parametrize("endpoint", ROUTES)
def test_nothing_is_changed_without_the_token(endpoint: str, app: Flask, staffed: Store, enter: Entry) -> None:
    _, methods = routes(app)[endpoint]
    if "POST" in methods:
        browser = enter(min(ROUTES[endpoint][0]))
        assert browser.client.post(address(app, endpoint, staffed)).status_code == 403


@pytest.mark.parametrize("endpoint", ROUTES)
def test_a_number_that_no_store_can_hold_is_of_nothing(endpoint: str, app: Flask, staffed: Store, enter: Entry) -> None:
    _, sample = ROUTES[endpoint]
    filled = sample(staffed) if sample else {}
    numbers = {name: 10**30 for name, value in filled.items() if isinstance(value, int)}
    if not numbers:
        return
    with app.test_request_context():
        where = app.url_for(endpoint, **{**filled, **numbers})
    county = enter("county")
    methods = routes(app)[endpoint][1]
    fields = {"csrf_token": county.token("/console/password")}
    answer = county.client.get(where) if "GET" in methods else county.client.post(where, data=fields)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "where", ["held?before=", "posts?before=", "log?before=", "names?after=", "questions?after=", "reports?page="]
)
def test_a_page_beyond_every_number_is_no_fault_of_the_server(where: str, enter: Entry) -> None:
    assert enter("county").client.get(f"/console/{where}{10**30}").status_code in (200, 404)
