"""Rasa's routes: shapes, callers, and the same text as on WeChat."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.channels import rest
from bot.conversation import Conversation, Parts
from knowledge.settings import Settings

TALK, PARSE = "/webhooks/rest/webhook", "/model/parse"


def client_of(parts: Parts, settings: Settings | None = None) -> FlaskClient:
    app = Flask(__name__)
    app.register_blueprint(rest.blueprint(settings or Settings(), Conversation(parts)))
    return app.test_client()


@pytest.fixture
def client(sqlite_parts: Parts) -> FlaskClient:
    return client_of(sqlite_parts)


def said(client: FlaskClient, text: str, sender: str = "a") -> Any:
    return client.post(TALK, json={"sender": sender, "message": text}).json


def test_a_question_gets_one_object_with_a_text(client: FlaskClient) -> None:
    (reply,) = said(client, "白菜多少钱")
    assert reply["recipient_id"] == "a" and "元/斤" in reply["text"]


def test_two_questions_are_answered_in_one_object(client: FlaskClient) -> None:
    (reply,) = said(client, "白菜多少钱，哪里招人摘茶")
    assert "【白菜】" in reply["text"] and "招" in reply["text"]


def test_a_numbered_list_comes_with_buttons(client: FlaskClient) -> None:
    (reply,) = said(client, "辣椒多少钱")
    assert reply["buttons"][0] == {"title": reply["buttons"][0]["title"], "payload": "1"}
    assert "元/斤" in said(client, "1")[0]["text"]


def test_who_asks_for_a_picture_is_told_where_it_is(client: FlaskClient) -> None:
    (reply,) = said(client, "白菜走势图")
    assert reply["image"].startswith("http://127.0.0.1:8000/c/") and "days=30" in reply["image"]
    assert "image" not in said(client, "白菜最近行情")[0]


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00", "😀", "好" * 10_000, "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace")],
)
def test_any_text_gets_a_reply_that_fits(client: FlaskClient, text: str) -> None:
    (reply,) = said(client, text)
    assert 0 < len(reply["text"].encode()) <= 2047


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"sender": "a"}', b'{"message": 1}'])
@pytest.mark.parametrize("route", [TALK, PARSE])
def test_a_body_that_cannot_be_read_is_told_what_to_send(client: FlaskClient, route: str, body: bytes) -> None:
    answer = client.post(route, data=body, content_type="application/json")
    assert answer.status_code == 400 and "send JSON" in answer.get_json()["reason"]


def test_a_parse_has_rasas_shape_with_offsets_into_the_text_as_sent(client: FlaskClient) -> None:
    text = "昨天 長沙的洋芋ｎ多少钱"
    found: Any = client.post(PARSE, json={"text": text}).json
    assert found["text"] == text and found["intent"]["name"] == "ask_price"
    assert found["intent_ranking"][0] == found["intent"]
    spans = {e["entity"]: (text[e["start"] : e["end"]], e["value"]) for e in found["entities"]}
    assert spans["date"] == ("昨天", "2026-11-23")
    assert spans["region"][0] == "長沙" and spans["commodity"] == ("洋芋", "土豆")


@pytest.mark.parametrize(("text", "intent"), [("1", "choose"), ("0", "cancel"), ("", "out_of_scope"), ("更多", "more")])
def test_a_parse_knows_nothing_of_the_talk_before(client: FlaskClient, text: str, intent: str) -> None:
    found: Any = client.post(PARSE, json={"text": text}).json
    assert found["intent"]["name"] == intent


def test_a_parse_reads_rasas_shorthand(client: FlaskClient) -> None:
    text = '/ask_price{"commodity": ["尖椒"]}'
    found: Any = client.post(PARSE, json={"text": text}).json
    assert found["intent"] == {"name": "ask_price", "confidence": 1.0}
    assert found["entities"] == [{"entity": "commodity", "value": "尖椒", "start": 10, "end": len(text)}]


@pytest.mark.parametrize("text", ["/nothing", "/ask_price{", '/ask_price{"a"}', "/ask_price 白菜"])
def test_what_only_looks_like_the_shorthand_is_read_as_words(client: FlaskClient, text: str) -> None:
    found: Any = client.post(PARSE, json={"text": text}).json
    assert found["intent"]["confidence"] < 1 or found["intent"]["name"] != "ask_price"


def test_without_a_token_only_this_machine_may_call(sqlite_parts: Parts) -> None:
    client = client_of(sqlite_parts)
    body = {"sender": "a", "message": "你好"}
    assert client.post(TALK, json=body).status_code == 200
    assert client.post(TALK, json=body, environ_base={"REMOTE_ADDR": "10.0.0.8"}).status_code == 401
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
        assert client.post(TALK, json=body, headers={header: "127.0.0.1"}).status_code == 401


def test_with_a_token_it_must_be_borne(sqlite_parts: Parts) -> None:
    client = client_of(sqlite_parts, replace(Settings(), chat_token="secret-token"))
    body = {"text": "你好"}
    assert client.post(PARSE, json=body).status_code == 401
    assert client.post(PARSE, json=body, headers={"Authorization": "Bearer wrong-token"}).status_code == 401
    assert client.post(PARSE, json=body, headers={"Authorization": "Bearer 密码"}).status_code == 401
    assert client.post(PARSE, json=body, headers={"Authorization": "Bearer secret-token"}).status_code == 200


def test_two_senders_have_two_talks(client: FlaskClient) -> None:
    said(client, "白菜多少钱", "a")
    assert "萝卜" in said(client, "那萝卜呢", "a")[0]["text"]
    assert "元/斤" not in said(client, "那红薯粉呢", "b")[0]["text"]
