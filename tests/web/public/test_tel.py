"""Telephone numbers on the pages: for who asks, one at a time, ten a day, and each look written down."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from knowledge import clock
from knowledge.db import Store
from knowledge.models.article import Article
from knowledge.models.contact import Contact
from knowledge.models.contact_view import ContactView
from knowledge.models.job import Job
from knowledge.models.notice import Notice
from knowledge.posts import revealing
from knowledge.vault import Vault
from tests.conftest import NOW, SECRET, StandingClock
from tests.web.public.rows import PHONE, goods, job


def asked(client: FlaskClient, path: str, address: str = "10.1.1.1") -> TestResponse:
    """What comes of asking for the number and then pressing the button."""
    page = client.get(path, environ_base={"REMOTE_ADDR": address})
    found = re.search(r'name="token" value="(\w+)"', page.text)
    return client.post(path, data={"token": found[1] if found else ""}, environ_base={"REMOTE_ADDR": address})


def looks(store: Store) -> list[ContactView]:
    with store.reading() as session:
        return list(session.scalars(select(ContactView)))


def test_a_number_is_shown_after_a_press_and_the_look_names_nobody(client: FlaskClient, sqlite_store: Store) -> None:
    path = f"/tel/j/{job(sqlite_store)}"
    assert PHONE not in client.get(path).text and not looks(sqlite_store)
    shown = asked(client, path)
    assert shown.status_code == 200 and f'href="tel:{PHONE}"' in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    (look,) = looks(sqlite_store)
    assert (look.kind, look.viewed_at) == ("j", NOW)
    kept = f"{look.device} {look.address}"
    assert "10.1.1.1" not in kept and PHONE not in kept and re.fullmatch(r"[0-9a-f]{64} [0-9a-f]{64}", kept)


def test_numbers_in_the_text_come_with_it(client: FlaskClient, sqlite_store: Store) -> None:
    name = job(sqlite_store, phone="", description="找一三八零零零零五六七八")
    assert "13800005678" in asked(client, f"/tel/j/{name}").text


def test_goods_notices_articles_and_offices_work_alike(client: FlaskClient, sqlite_store: Store) -> None:
    with sqlite_store.writing() as session:
        notice, article = session.scalars(select(Notice)).first(), session.scalars(select(Article)).first()
        assert notice and article
        notice.body, article.body = f"问张某{PHONE}", f"问李某{PHONE}"
        session.add(Contact(key="someone", name="村里的人", phone=PHONE))
    for path in (f"g/{goods(sqlite_store)}", f"n/{notice.id}", f"a/{article.id}", "c/someone"):
        assert f"tel:{PHONE}" in asked(client, f"/tel/{path}").text


@pytest.mark.parametrize("status", ["draft", "filled", "withdrawn", "rejected", "suspended"])
def test_what_is_not_open_shows_no_number(client: FlaskClient, sqlite_store: Store, status: str) -> None:
    path = f"/tel/j/{job(sqlite_store, status=status)}"
    assert client.get(path).status_code == 404
    name = job(sqlite_store)
    token = re.search(r'value="(\w+)"', client.get(f"/tel/j/{name}").text)
    assert token
    with sqlite_store.writing() as session:
        session.execute(update(Job).where(Job.public_id == name).values(status=status))
    taken = client.post(f"/tel/j/{name}", data={"token": token[1]})
    assert taken.status_code == 404 and PHONE not in taken.text and not looks(sqlite_store)


def test_one_that_ends_meanwhile_shows_no_number(
    client: FlaskClient, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/tel/j/{job(sqlite_store, days=0.01)}"
    token = re.search(r'value="(\w+)"', client.get(path).text)
    assert token
    monkeypatch.setattr(clock, "current", lambda: StandingClock(moment=NOW + timedelta(hours=1)))
    assert client.post(path, data={"token": token[1]}).status_code == 404


@pytest.mark.parametrize("path", ["j/zzzzzzzzzz", "x/1", "n/999999", "n/-1", "n/٣", "c/nobody", "j/%27", f"n/{2**70}"])
def test_what_does_not_exist_shows_no_number(client: FlaskClient, path: str) -> None:
    assert client.get(f"/tel/{path}").status_code == 404


def test_ten_a_day_for_a_browser_and_the_same_one_again(client: FlaskClient, sqlite_store: Store) -> None:
    names = [job(sqlite_store) for _ in range(11)]
    answers = [asked(client, f"/tel/j/{name}", f"10.1.1.{place}") for place, name in enumerate(names)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert "明天再来" in answers[-1].text and PHONE not in answers[-1].text
    assert asked(client, f"/tel/j/{names[0]}", "10.1.2.1").status_code == 200


def test_ten_a_day_for_an_address(app: Flask, sqlite_store: Store) -> None:
    names = [job(sqlite_store) for _ in range(11)]
    answers = [asked(app.test_client(), f"/tel/j/{name}") for name in names]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert asked(app.test_client(), f"/tel/j/{names[-1]}", "10.1.1.2").status_code == 200


def test_one_household_is_one_address_and_the_web_server_in_front_none(app: Flask, sqlite_store: Store) -> None:
    device = revealing.Looker("d", "2001:db8:1:2::1"), revealing.Looker("d", "2001:db8:1:2:ffff::9")
    other = revealing.Looker("d", "2001:db8:1:3::1")
    hashes = [each.hashes(Vault(SECRET), NOW)[1] for each in (*device, other)]
    assert hashes[0] == hashes[1] != hashes[2]
    assert revealing.Looker("d", "10.1.1.1").hashes(Vault(SECRET), NOW + timedelta(1)) != device[0].hashes(
        Vault(SECRET), NOW
    )


def test_the_next_day_counts_anew(client: FlaskClient, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [job(sqlite_store) for _ in range(11)]
    for name in names[:10]:
        asked(client, f"/tel/j/{name}")
    assert asked(client, f"/tel/j/{names[10]}").status_code == 429
    monkeypatch.setattr(clock, "current", lambda: StandingClock(moment=NOW + timedelta(days=1)))
    assert asked(client, f"/tel/j/{names[10]}").status_code == 200


def test_the_same_number_cannot_be_asked_for_without_end(
    client: FlaskClient, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revealing, "_MOST_LOOKS", 3)
    path = f"/tel/j/{job(sqlite_store)}"
    assert [asked(client, path).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_a_form_from_elsewhere_shows_nothing(app: Flask, client: FlaskClient, sqlite_store: Store) -> None:
    path, other = f"/tel/j/{job(sqlite_store)}", f"/tel/j/{job(sqlite_store)}"
    token = re.search(r'value="(\w+)"', client.get(path).text)
    assert token
    tries = [
        client.post(path), client.post(path, data={"token": ""}), client.post(path, data={"token": "密码"}),
        client.post(other, data={"token": token[1]}), app.test_client().post(path, data={"token": token[1]}),
    ]  # fmt: skip
    assert [answer.status_code for answer in tries] == [403] * 5 and not looks(sqlite_store)


@pytest.mark.parametrize("forged", ["", "x", "x.y", ".", "密码.密码", "a" * 3000])
def test_a_browser_cannot_name_itself(client: FlaskClient, sqlite_store: Store, forged: str) -> None:
    path = f"/tel/j/{job(sqlite_store)}"
    client.set_cookie("tianxun_device", forged, path="/tel")
    page = client.get(path)
    assert "tianxun_device=" in page.headers["Set-Cookie"]


def test_what_the_browser_keeps_is_for_this_folder_alone(client: FlaskClient, sqlite_store: Store) -> None:
    kept = client.get(f"/tel/j/{job(sqlite_store)}").headers["Set-Cookie"]
    assert "HttpOnly" in kept and "SameSite=Lax" in kept and "Path=/tel" in kept
