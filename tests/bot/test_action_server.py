"""The hardened action server and the domain."""

import zlib
from typing import Any

import pytest
from flask.testing import FlaskClient
from ruamel.yaml import YAML

from bot import rasa_domain
from bot.channels.action_server import MOST_BYTES, create_app
from bot.dispatch import Dispatcher
from knowledge.db import Store


@pytest.fixture
def client(sqlite_store: Store, dispatcher: Dispatcher) -> FlaskClient:
    return create_app(dispatcher).test_client()


def call(text: str = "白菜多少钱", action: str = "action_ask_price") -> dict[str, Any]:
    entities = [{"entity": "commodity", "value": "白菜"}]
    return {
        "next_action": action,
        "sender_id": "a",
        "tracker": {"slots": {}, "latest_message": {"text": text, "entities": entities}},
    }


def test_an_action_answers_in_rasas_shape(client: FlaskClient) -> None:
    said = client.post("/webhook", json=call()).json
    assert said is not None and said["events"] == [] and "【白菜】" in said["responses"][0]["text"]


def test_an_unknown_action_is_404_and_a_broken_call_400(client: FlaskClient) -> None:
    assert client.post("/webhook", json=call(action="action_x")).status_code == 404
    assert client.post("/webhook", data=b"{").status_code == 400
    assert client.post("/webhook", json=["x"]).status_code == 400


def test_packed_bodies_are_refused(client: FlaskClient) -> None:
    packed = client.post("/webhook", data=zlib.compress(b"{}"), headers={"Content-Encoding": "deflate"})
    assert packed.status_code == 415


def test_a_body_past_the_limit_is_refused(client: FlaskClient) -> None:
    assert client.post("/webhook", data=b" " * (MOST_BYTES + 1), content_type="application/json").status_code in (
        400,
        413,
    )


def test_a_failing_action_tells_nothing(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from actions.ask_price import AskPrice

    def broken(*_: Any) -> None:
        raise RuntimeError("postgresql://user:canary@host")

    monkeypatch.setattr(AskPrice, "answer", broken)
    answer = client.post("/webhook", json=call("我的电话13900001234"))
    assert answer.status_code == 500 and "canary" not in answer.text and "13900001234" not in answer.text


def test_the_domain_names_every_intent_and_action(dispatcher: Dispatcher) -> None:
    domain = YAML(typ="safe", pure=True).load(rasa_domain.written(dispatcher))
    assert set(domain["intents"]) == dispatcher.intents and "action_ask_price" in domain["actions"]
    assert domain["version"] == "3.1" and "commodity" in domain["entities"]
