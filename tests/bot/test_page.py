"""Asking on the farmers' pages: the same bot, for browsers that have the form, and not without end."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from bot.channels import page
from bot.conversation import Conversation, Parts
from knowledge import clock, vault
from knowledge.db import Store, open_store
from knowledge.models.inbound import Inbound
from tests.conftest import NOW, StandingClock
from tests.web.public.rows import PHONE, job, samples_gone
from web import public


@pytest.fixture
def app(sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(vault, "current", cache(lambda: sqlite_parts.vault))
    made = Flask("webhook")
    made.register_blueprint(page.blueprint(Conversation(sqlite_parts), sqlite_parts.state))
    made.register_blueprint(public.blueprint())
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def ask(client: FlaskClient, text: str, address: str = "10.1.1.1") -> TestResponse:
    """What comes of writing this into the form."""
    found = re.search(r'name="token" value="(\w+)"', client.get("/ask").text)
    assert found
    return client.post("/ask/send", data={"token": found[1], "text": text}, environ_base={"REMOTE_ADDR": address})


def count(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Inbound)) or 0


def test_a_question_and_its_follow_up_are_answered_on_the_page(client: FlaskClient) -> None:
    sent = ask(client, "白菜多少钱")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/ask#last")
    assert "【白菜】" in client.get("/ask").text
    ask(client, "那萝卜呢")
    shown = client.get("/ask").text
    assert shown.index("白菜多少钱") < shown.index("【白菜】") < shown.index("那萝卜呢") < shown.index("【萝卜】")


def test_nobody_else_sees_it_and_it_ends_with_the_visit(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(client, "白菜多少钱")
    assert "【白菜】" not in app.test_client().get("/ask").text
    monkeypatch.setattr(clock, "current", lambda: StandingClock(moment=NOW + timedelta(hours=3)))
    assert "【白菜】" not in client.get("/ask").text


def test_no_page_of_it_is_kept(client: FlaskClient) -> None:
    ask(client, "白菜多少钱")
    answer = client.get("/ask")
    assert answer.headers["Cache-Control"] == "no-store" and "ETag" not in answer.headers


def test_an_answer_shows_no_number_whole(client: FlaskClient, sqlite_store: Store) -> None:
    samples_gone(sqlite_store)
    job(sqlite_store, title="摘茶工", description="找一三九零零零零一二三四")
    ask(client, "哪里招人摘茶")
    ask(client, f"我的电话{PHONE}，第一个")
    shown = client.get("/ask").text
    assert "摘茶工" in shown and "139****1234" in shown and "招工</a>" in shown
    assert PHONE not in shown and "一三九零" not in shown


def test_who_did_not_get_the_form_is_not_answered(app: Flask, client: FlaskClient, sqlite_store: Store) -> None:
    token = re.search(r'name="token" value="(\w+)"', client.get("/ask").text)
    assert token
    for stranger, given in ((app.test_client(), token[1]), (client, "x"), (client, "密"), (client, "")):
        sent = stranger.post("/ask/send", data={"token": given, "text": "白菜多少钱"})
        assert sent.headers["Location"] == "/ask?lost=1"
    assert not count(sqlite_store) and "没有发出去" in client.get("/ask?lost=1").text


def test_one_browser_may_ask_so_often(client: FlaskClient, sqlite_store: Store) -> None:
    answers = [ask(client, f"白菜{n}", f"10.1.1.{n}").headers["Location"] for n in range(page.MOST_OF_ONE + 1)]
    assert set(answers[:-1]) == {"/ask#last"} and answers[-1] == "/ask?slow=1"
    assert count(sqlite_store) == page.MOST_OF_ONE and "歇一分钟" in client.get("/ask?slow=1").text


def test_one_address_may_ask_so_often(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_FROM_ONE", 3)
    answers = [ask(app.test_client(), "你好").headers["Location"] for _ in range(4)]
    assert answers == ["/ask#last"] * 3 + ["/ask?slow=1"]
    assert ask(app.test_client(), "你好", "10.1.1.2").headers["Location"] == "/ask#last"


@pytest.mark.parametrize("text", ["", " ", "😀", "好" * 5000, "<script>alert(1)</script>", "\x00"])
def test_any_text_is_answered(client: FlaskClient, text: str) -> None:
    assert ask(client, text).headers["Location"] == "/ask#last"
    shown = client.get("/ask").text
    assert "<script>alert" not in shown and 'class="card text answer"' in shown


def test_while_the_store_is_away_what_is_said_comes_by_itself(
    client: FlaskClient, sqlite_parts: Parts, tmp_path: Path
) -> None:
    token = re.search(r'name="token" value="(\w+)"', client.get("/ask").text)
    cookie = client.get_cookie("tianxun_device", path="/ask")
    assert token and cookie
    away = Flask("webhook")
    parts = replace(sqlite_parts, store=open_store(f"sqlite:///{tmp_path / 'nowhere' / 'x.sqlite'}"))
    away.register_blueprint(page.blueprint(Conversation(parts), parts.state))
    sender = away.test_client()
    sender.set_cookie("tianxun_device", cookie.value, path="/ask")
    sent = sender.post("/ask/send", data={"token": token[1], "text": "白菜多少钱"})
    assert sent.status_code == 200 and sent.mimetype == "text/plain" and "已收下" in sent.text
