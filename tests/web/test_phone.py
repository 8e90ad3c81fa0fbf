"""The phone simulator in a real browser, over real HTTP."""

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.serving import make_server

from bot.channels import rest
from bot.conversation import Conversation, Parts
from bot.message import Message
from knowledge.models.inbound import Inbound
from knowledge.settings import Settings
from tests.conftest import free_port, missing
from web import phone


@pytest.fixture
def address(sqlite_parts: Parts) -> Iterator[str]:
    app = Flask("webhook")
    conversation = Conversation(sqlite_parts)
    app.register_blueprint(rest.blueprint(Settings(), conversation))
    app.register_blueprint(phone.blueprint(conversation.welcome))
    server = make_server("127.0.0.1", free_port(), app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()


def seen(address: str, folder: Path, *words: str) -> list[str]:
    """The bubbles of a chat in which these words were said, mine and theirs."""
    browser = shutil.which("chromium")
    if browser is None:
        missing("chromium")
    asked = "&".join(f"say={quote(word)}" for word in words)
    command = [
        str(browser), "--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=360,740",
        f"--user-data-dir={folder}", "--virtual-time-budget=8000", "--dump-dom", f"{address}/phone?{asked}",
    ]  # fmt: skip
    page = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True).stdout
    bubbles = re.findall(r'<div class="bubble [^"]*">(.*?)</div>', page, re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", bubble)) for bubble in bubbles]


def test_a_question_and_its_follow_up_are_answered(address: str, tmp_path: Path) -> None:
    mine, first, then, second = seen(address, tmp_path, "白菜多少钱", "那萝卜呢")
    assert (mine, then) == ("白菜多少钱", "那萝卜呢")
    assert "【白菜】" in first and "元/斤" in first and "【萝卜】" in second


def test_what_a_person_types_is_never_markup(address: str, tmp_path: Path) -> None:
    mine, _ = seen(address, tmp_path, "<img src=x onerror=alert(1)>")
    assert mine == "<img src=x onerror=alert(1)>"


def test_it_opens_with_what_a_new_follower_is_told_and_stores_nothing(
    address: str, tmp_path: Path, sqlite_parts: Parts
) -> None:
    (greeting,) = seen(address, tmp_path)
    assert greeting.startswith("欢迎您！") and "白菜多少钱" in greeting
    with sqlite_parts.store.reading() as session:
        assert not session.scalar(select(func.count()).select_from(Inbound))
    follower = Message("test", "new", ("new", "1"), "subscribe", "", sqlite_parts.clock.now())
    welcomed = Conversation(sqlite_parts).reply_to(follower)
    assert welcomed and welcomed.text == greeting
