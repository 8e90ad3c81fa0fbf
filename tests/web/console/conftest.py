"""The console over a filled store, and its staff: county, two townships, a village of the first."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot import everyday
from knowledge.db import Store
from knowledge.staff import accounts, passwords, sessions
from web import console
from web.console.guard import COOKIE

SECRET_KEY = "a secret of the tests"
PASSWORD = "tractor-bamboo-41-river"
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
# 漆河镇 and 陬市镇 of 桃源县, and a village of the first.
TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A = "430725105000", "430725101000", "430725105201"
STAFF = {
    "county": ("county", "430725000000", ""),
    "township_a": ("township", TOWNSHIP_A, ""),
    "township_b": ("township", TOWNSHIP_B, ""),
    "village_a": ("village", VILLAGE_A, "甲村"),
}
Entry = Callable[[str], "Browser"]


class Browser:
    """A browser that reads the token out of the page that it posts from."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def see(self, path: str) -> str:
        """The page's text; it must be there."""
        answer = self.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def send(self, path: str, fields: dict[str, str] | None = None, page: str = "") -> str:
        """Sends a form as it stands on `page` (the same path unless told), and returns the page that follows."""
        answer = self.client.post(
            path, data={**(fields or {}), "csrf_token": self.token(page or path)}, follow_redirects=True
        )
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def cookie(self) -> str:
        """What the console gave this browser to keep."""
        found = self.client.get_cookie("tianxun_console", path="/console")
        assert found
        return found.value

    def token(self, page: str) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.see(page))
        assert found, f"no form on {page}"
        return found[1]


@pytest.fixture(scope="session")
def _hashes() -> dict[str, str]:
    return {name: passwords.hashed(PASSWORD, name) for name in STAFF}


@pytest.fixture
def staffed(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, _hashes: dict[str, str]) -> Store:
    """A store with staff, all of whom have one password."""
    with monkeypatch.context() as quickly, sqlite_store.writing() as session:
        quickly.setattr(passwords, "hashed", lambda _password, name: _hashes[name])
        for name, (role, region, village) in STAFF.items():
            accounts.add(session, None, name, role, region, PASSWORD, NOW, village)
    return sqlite_store


@pytest.fixture
def app(staffed: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Flask:
    monkeypatch.setenv("SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    made = Flask("webhook")
    made.register_blueprint(console.blueprint(everyday.sentence_with))
    return made


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """A browser that is not logged in."""
    return Browser(app.test_client())


@pytest.fixture
def enter(app: Flask, staffed: Store) -> Entry:
    """Logs a member of staff in, in a browser of his own; without the password's slow hash."""

    def logged_in(name: str) -> Browser:
        browser = Browser(app.test_client())
        with staffed.writing(changes_answers=False) as session:
            found = accounts.by_name(session, name)
            assert found
            token = sessions.begin(session, found, NOW, is_complete=True)
        with browser.client.session_transaction("/console/") as cookie:
            cookie[COOKIE] = token
        return browser

    return logged_in
