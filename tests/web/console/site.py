"""The whole web on loopback with a real browser before it."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from bot.channels import page as page_channel
from bot.channels import rest
from bot.conversation import Conversation, Parts
from knowledge.settings import Settings
from tests.conftest import free_port, missing
from tests.web.console.conftest import PASSWORD
from web import console, phone, public


@contextmanager
def served(parts: Parts) -> Iterator[str]:
    """The address at which all rooms of the web answer, over the store of `parts`."""
    talk = Conversation(parts)
    app = Flask("webhook")
    app.register_blueprint(rest.blueprint(Settings(), talk))
    app.register_blueprint(page_channel.blueprint(talk, parts.state))
    app.register_blueprint(phone.blueprint(talk.welcome))
    app.register_blueprint(public.blueprint())
    app.register_blueprint(console.blueprint())
    server = make_server("127.0.0.1", free_port(), app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser of the machine's own."""
    path = shutil.which("chromium")
    if path is None:
        missing("chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def entered(browser: Browser, address: str, name: str, *, narrow: bool = False) -> Page:
    """A page of one who is logged in, on an office screen or a phone's."""
    size = {"width": 360, "height": 740} if narrow else {"width": 1366, "height": 768}
    page = browser.new_context(viewport=size).new_page()
    page.goto(f"{address}/console/login")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("form.door button")
    page.wait_for_url(f"{address}/console/")
    return page


@pytest.fixture
def address(sqlite_parts: Parts, staffed: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with served(sqlite_parts) as found:
        yield found
