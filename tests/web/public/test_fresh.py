"""What proxies and phones may keep of the farmers' pages."""

import gzip
from datetime import timedelta

import pytest
from flask import Flask, make_response
from flask.testing import FlaskClient

from knowledge import clock
from knowledge.db import Store
from tests.conftest import NOW, StandingClock
from web.public import fresh

PACKED = {"Accept-Encoding": "gzip"}


def test_who_has_the_page_is_told_so_and_nothing_is_rendered(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get("/")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    monkeypatch.setattr("web.public.prices.render_template", lambda *_args, **_named: pytest.fail("rendered"))
    again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data and again.headers["ETag"] == first.headers["ETag"]


def test_a_page_is_rendered_once_for_what_is_known(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get("/")
    monkeypatch.setattr("web.public.prices.render_template", lambda *_args, **_named: pytest.fail("rendered"))
    assert client.get("/").data == first.data
    assert gzip.decompress(client.get("/", headers=PACKED).data) == first.data


def test_a_change_of_what_is_known_is_seen_at_once(client: FlaskClient, sqlite_store: Store) -> None:
    first = client.get("/").headers["ETag"]
    with sqlite_store.writing():
        pass
    assert client.get("/", headers={"If-None-Match": first}).status_code == 200


def test_the_next_day_is_another_page(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get("/").headers["ETag"]
    monkeypatch.setattr(clock, "current", lambda: StandingClock(moment=NOW + timedelta(days=1)))
    assert client.get("/").headers["ETag"] != first


@pytest.mark.parametrize(("minutes", "same"), [(0, True), (1, False)])
def test_what_ends_at_a_moment_is_another_page_each_minute(
    app: Flask, monkeypatch: pytest.MonkeyPatch, minutes: int, same: bool
) -> None:
    app.view_functions["public.prices"] = fresh.each_minute(lambda: "招工")
    client = app.test_client()
    first = client.get("/").headers["ETag"]
    monkeypatch.setattr(clock, "current", lambda: StandingClock(moment=NOW + timedelta(minutes=minutes)))
    assert (client.get("/").headers["ETag"] == first) is same


def test_what_is_for_one_person_is_never_kept(app: Flask) -> None:
    app.view_functions["public.prices"] = fresh.personal(lambda: make_response("一个人的"))
    answer = app.test_client().get("/")
    assert answer.headers["Cache-Control"] == "no-store" and "ETag" not in answer.headers


def test_a_place_and_large_letters_are_pages_of_their_own(client: FlaskClient) -> None:
    first = client.get("/").headers
    client.get("/choose?size=large&place=430725105000")
    second = client.get("/")
    assert second.headers["ETag"] != first["ETag"] and 'class="large"' in second.text and "漆河镇" in second.text
    assert "Cookie" in first["Vary"] and "Accept-Encoding" in first["Vary"]


def test_the_style_is_kept_for_a_year_and_comes_packed(client: FlaskClient) -> None:
    answer = client.get(f"/public-static/public.css?v={fresh.release()}", headers=PACKED)
    assert "immutable" in answer.headers["Cache-Control"] and answer.headers["Content-Encoding"] == "gzip"
    assert len(gzip.decompress(answer.data)) <= 10_000


def test_what_is_not_there_is_not_kept(client: FlaskClient) -> None:
    answer = client.get("/c/999999")
    assert answer.status_code == 404 and "ETag" not in answer.headers


@pytest.mark.parametrize("back", ["//elsewhere.example/", "https://elsewhere.example", "/\\elsewhere", "javascript:1"])
def test_a_choice_leads_nobody_elsewhere(client: FlaskClient, back: str) -> None:
    assert client.get("/choose", query_string={"size": "large", "back": back}).headers["Location"] == "/"


@pytest.mark.parametrize("choice", [{"place": "999999999999"}, {"size": "huge"}])
def test_what_cannot_be_chosen_is_not_kept(client: FlaskClient, choice: dict[str, str]) -> None:
    answer = client.get("/choose", query_string=choice)
    assert answer.status_code == 404 and "Set-Cookie" not in answer.headers
