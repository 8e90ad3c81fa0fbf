"""Getting in, and how guessing, old sessions and old codes fail."""

from datetime import timedelta

import pyotp
import pytest
from flask import Flask, session
from sqlalchemy import select

from knowledge.db import Store
from knowledge.models.staff import LoginFailure, Staff, StaffSession
from knowledge.staff import passwords, sessions
from knowledge.vault import Vault
from tests.conftest import StandingClock
from tests.web.console.conftest import NOW, PASSWORD, SECRET_KEY, Browser, Entry

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_a_page_that_was_asked_for_is_come_back_to(stranger: Browser) -> None:
    answer = stranger.client.get("/console/staff?x=1")
    assert answer.location == "/console/login?next=/console/staff?x%3D1"
    page = stranger.send("/console/login?next=/console/staff", {"name": "county", "password": PASSWORD})
    assert "乡镇级人员" in page


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/console//example.org", "/\\example.org"]
)
def test_nobody_is_led_elsewhere(stranger: Browser, elsewhere: str) -> None:
    token = stranger.token("/console/login")
    fields = {"name": "county", "password": PASSWORD, "csrf_token": token}
    assert stranger.client.post("/console/login", query_string={"next": elsewhere}, data=fields).location == "/console/"


def test_unknown_wrong_and_ended_sound_alike(stranger: Browser, staffed: Store) -> None:
    with staffed.writing() as session:
        session.scalars(select(Staff).where(Staff.name == "township_b")).one().is_active = False
    said = {
        stranger.send("/console/login", {"name": name, "password": password}).split('role="alert">')[1].split("<")[0]
        for name, password in (("nobody", PASSWORD), ("county", "not the password"), ("township_b", PASSWORD))
    }
    assert said == {"用户名或密码不对。 "}


def test_after_five_wrong_ones_not_even_the_right_one_is_tried_but_from_elsewhere_it_is(
    app: object, stranger: Browser, enter: Entry
) -> None:
    for _ in range(5):
        stranger.send("/console/login", {"name": "county", "password": "not the password"})
    assert "试的次数太多" in stranger.send("/console/login", {"name": "county", "password": PASSWORD})
    elsewhere = Browser(stranger.client.application.test_client())
    elsewhere.client.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert "等我办的" in elsewhere.send("/console/login", {"name": "county", "password": PASSWORD})


def test_the_address_is_the_one_that_the_server_in_front_names(stranger: Browser) -> None:
    stranger.client.environ_base["HTTP_X_FORWARDED_FOR"] = "198.51.100.7, 203.0.113.9"
    for _ in range(5):
        stranger.send("/console/login", {"name": "county", "password": "not the password"})
    # What a browser says of itself stands before it and counts for nothing.
    stranger.client.environ_base["HTTP_X_FORWARDED_FOR"] = "198.51.100.8, 203.0.113.9"
    assert "试的次数太多" in stranger.send("/console/login", {"name": "county", "password": PASSWORD})
    stranger.client.environ_base["HTTP_X_FORWARDED_FOR"] = "203.0.113.10"
    assert "等我办的" in stranger.send("/console/login", {"name": "county", "password": PASSWORD})


def test_failures_are_forgotten_after_a_quarter_of_an_hour(staffed: Store, stranger: Browser) -> None:
    for _ in range(5):
        stranger.send("/console/login", {"name": "county", "password": "not the password"})
    with staffed.writing() as session:
        for failure in session.scalars(select(LoginFailure)):
            failure.failed_at -= timedelta(minutes=16)
    assert "等我办的" in stranger.send("/console/login", {"name": "county", "password": PASSWORD})


def test_logging_in_begins_a_session_that_nobody_could_have_set(stranger: Browser) -> None:
    first, second = stranger, Browser(stranger.client.application.test_client())
    for browser in (first, second):
        browser.send("/console/login", {"name": "county", "password": PASSWORD})
    cookies = {str(browser.client.get_cookie("tianxun_console", path="/console")) for browser in (first, second)}
    assert len(cookies) == 2


def test_a_session_ends_when_idle_when_old_and_with_the_account(staffed: Store, enter: Entry) -> None:
    for change in (
        lambda row: setattr(row, "seen_at", NOW - sessions.IDLE),
        lambda row: setattr(row, "opened_at", NOW - sessions.LONGEST),
    ):
        browser = enter("county")
        with staffed.writing() as session:
            for row in session.scalars(select(StaffSession)):
                change(row)
        assert "<h1>登录</h1>" in browser.see("/console/")
    browser = enter("county")
    with staffed.writing() as session:
        session.scalars(select(Staff).where(Staff.name == "county")).one().is_active = False
    assert "<h1>登录</h1>" in browser.see("/console/")


def test_a_new_password_ends_every_session_and_a_weak_one_is_refused(enter: Entry) -> None:
    mine, other = enter("county"), enter("county")
    new = "orchard-lantern-73-copper"
    weak = mine.send("/console/password", {"old": PASSWORD, "new": "aaaaaaaaaaaa1", "again": "aaaaaaaaaaaa1"})
    assert "太容易猜到" in weak
    assert "密码已改" in mine.send("/console/password", {"old": PASSWORD, "new": new, "again": new})
    assert "<h1>登录</h1>" in other.see("/console/")
    assert "等我办的" in mine.send("/console/login", {"name": "county", "password": new})


def test_a_role_taken_away_counts_with_the_next_click(staffed: Store, enter: Entry) -> None:
    browser = enter("township_a")
    browser.see("/console/staff")
    with staffed.writing() as session:
        session.scalars(select(Staff).where(Staff.name == "township_a")).one().role = "village"
    assert browser.client.get("/console/staff").status_code == 404


def test_a_code_is_good_once(staffed: Store, enter: Entry, stranger: Browser, watch: StandingClock) -> None:
    with staffed.writing() as session:
        county = session.scalars(select(Staff).where(Staff.name == "county")).one()
        county.totp_cipher = Vault(SECRET_KEY).sealed(SECRET)
    code = pyotp.TOTP(SECRET).at(watch.now())
    asked = stranger.send("/console/login", {"name": "county", "password": PASSWORD})
    assert "动态验证码" in asked
    assert "<h1>登录</h1>" in Browser(stranger.client).see("/console/")
    stranger.send("/console/login", {"name": "county", "password": PASSWORD})
    assert "验证码不对" in stranger.send("/console/code", {"code": "000000"})
    assert "等我办的" in stranger.send("/console/code", {"code": code})
    again = Browser(stranger.client.application.test_client())
    again.send("/console/login", {"name": "county", "password": PASSWORD})
    assert "已经用过" in again.send("/console/code", {"code": code})


def test_a_second_factor_is_switched_on_by_its_first_code(enter: Entry, watch: StandingClock) -> None:
    browser = enter("county")
    page = browser.see("/console/second-factor")
    secret = page.split("<code>")[1].split("<")[0]
    assert "<svg" in page and "style=" not in page
    code = pyotp.TOTP(secret).at(watch.now())
    # Somebody at an open browser must not be able to put his own authenticator in the place of hers.
    assert "现在的密码不对" in browser.send("/console/second-factor", {"code": code, "password": "not the password"})
    assert "已打开动态验证码" in browser.send("/console/second-factor", {"code": code, "password": PASSWORD})
    browser.send("/console/logout", page="/console/password")
    assert "动态验证码" in browser.send("/console/login", {"name": "county", "password": PASSWORD})


def test_other_writings_of_a_name_are_no_more_tries(stranger: Browser) -> None:
    for name in ("county", "COUNTY", "ｃｏｕｎｔｙ", " county", "County\u200b"):
        stranger.send("/console/login", {"name": name, "password": "not the password"})
    assert "试的次数太多" in stranger.send("/console/login", {"name": "county", "password": PASSWORD})


def test_the_old_password_is_not_to_be_guessed_at_an_open_browser(enter: Entry) -> None:
    browser = enter("county")
    fields = {"old": "not the password", "new": "another-bamboo-72-field", "again": "another-bamboo-72-field"}
    for _ in range(5):
        assert "现在的密码不对" in browser.send("/console/password", fields)
    assert "试的次数太多" in browser.send("/console/password", {**fields, "old": PASSWORD})


def test_a_password_that_is_changed_while_it_is_checked_lets_nobody_in(
    staffed: Store, stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    matches = passwords.matches

    def slowly(kept: str | None, password: str) -> bool:
        found = matches(kept, password)
        with staffed.writing() as session:
            session.scalars(select(Staff).where(Staff.name == "county")).one().password_hash = "of another one"
        return found

    monkeypatch.setattr(passwords, "matches", slowly)
    assert "用户名或密码不对" in stranger.send("/console/login", {"name": "county", "password": PASSWORD})


def test_the_consoles_cookie_is_read_nowhere_else(app: Flask, enter: Entry) -> None:
    app.add_url_rule("/elsewhere", view_func=lambda: str(len(session)))
    browser = enter("county")
    answer = browser.client.get("/elsewhere", headers={"Cookie": f"tianxun_console={browser.cookie()}"})
    assert answer.text == "0" and "Set-Cookie" not in answer.headers
