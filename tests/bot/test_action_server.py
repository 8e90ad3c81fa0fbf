"""The hardened action server and the domain."""

import json
import zlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from ruamel.yaml import YAML

from bot import rasa_domain, shorthand
from bot.channels.action_server import MOST_BYTES, create_app
from bot.dispatch import Dispatcher
from knowledge.db import Store
from knowledge.models.job import Job
from knowledge.models.person import Person
from tests.conftest import NOW

WHAT = (("commodity", "白菜"),)


@pytest.fixture
def client(sqlite_store: Store, dispatcher: Dispatcher) -> FlaskClient:
    return create_app(dispatcher).test_client()


def call(
    text: str = "白菜多少钱", action: str = "action_ask_price", entities: Sequence[tuple[str, str]] = WHAT
) -> dict[str, Any]:
    return {
        "next_action": action,
        "sender_id": "a",
        "tracker": {
            "slots": {},
            "latest_message": {"text": text, "entities": [{"entity": k, "value": v} for k, v in entities]},
        },
    }


def test_an_action_answers_in_rasas_shape(client: FlaskClient) -> None:
    said = client.post("/webhook", json=call()).json
    assert said is not None and said["events"] == [] and "【白菜】" in said["responses"][0]["text"]


def test_entities_in_the_farmers_words_are_understood(client: FlaskClient) -> None:
    said = client.post("/webhook", json=call("昨天洋芋多少钱", entities=(("date", "昨天"), ("commodity", "洋芋")))).json
    assert said is not None and "【土豆】" in said["responses"][0]["text"] and "昨天" in said["responses"][0]["text"]


def test_a_date_that_nobody_can_read_is_passed_over(client: FlaskClient) -> None:
    entities = (*WHAT, ("date", "那个时候"))
    said = client.post("/webhook", json=call(entities=entities)).json
    assert said is not None and "【白菜】" in said["responses"][0]["text"]


def test_a_place_to_remember_becomes_the_slot(client: FlaskClient) -> None:
    said = client.post("/webhook", json=call("我在漆河镇", "action_set_location", (("region", "漆河镇"),))).json
    assert said is not None and [(e["name"], e["value"]) for e in said["events"]] == [("place", "430725105000")]


def test_a_button_sends_what_it_means_in_rasas_shorthand(client: FlaskClient, dispatcher: Dispatcher) -> None:
    said = client.post("/webhook", json=call("辣椒多少钱", entities=(("commodity", "辣椒"),))).json
    assert said is not None
    payload = said["responses"][0]["buttons"][0]["payload"]
    tapped = shorthand.read(payload, dispatcher.intents)
    assert tapped and tapped.intent == "ask_price"
    said = client.post("/webhook", json=call(payload, entities=tapped.entities)).json
    assert said is not None and f"【{tapped.entities[0][1]}】" in said["responses"][0]["text"]


def test_a_tapped_article_is_shown_without_searching_by_the_shorthand(client: FlaskClient) -> None:
    entities = (("commodity", "白菜"),)
    said = client.post("/webhook", json=call("白菜籽榨得油不", "action_ask_technique", entities)).json
    assert said is not None
    payload = said["responses"][0]["buttons"][0]["payload"]
    title = json.loads(payload.removeprefix("/ask_technique"))["title"][0]
    said = client.post("/webhook", json=call(payload, "action_ask_technique", (("title", title),))).json
    assert said is not None and title in said["responses"][0]["text"]


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
    assert domain["version"] == "3.1" and {"commodity", "title"} <= set(domain["entities"])


def test_each_intent_has_its_rule(dispatcher: Dispatcher) -> None:
    rules = YAML(typ="safe", pure=True).load(rasa_domain.rules(dispatcher))["rules"]
    steps = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules}
    assert steps == {intent: f"action_{intent}" for intent in dispatcher.intents}


def test_what_only_our_own_messages_can_write_is_not_promised_to_others(client: FlaskClient) -> None:
    post = (
        ("commodity", "椪柑"), ("quantity", "2000斤"), ("price", "1.5元/斤"), ("region", "漆河镇"), ("phone", "13900000000"),
        ("form", "confirmed"),
    )  # fmt: skip
    said = client.post("/webhook", json=call("卖椪柑", "action_post_supply", post)).json
    assert said is not None and "没有记下" in said["responses"][0]["text"]


def test_a_call_from_outside_speaks_for_nobody(client: FlaskClient, sqlite_store: Store) -> None:
    with sqlite_store.writing() as session:
        someone = Person(channel="test", id_hash="someone", id_cipher=b"", first_seen=NOW)
        session.add(someone)
        session.flush()
        session.add(
            Job(
                title="摘茶", employer="个人", place="漆河镇", wage_low="150", wage_high="150", wage_unit="元/天", contact="",
                phone="13900000000", posted_at=NOW, expires_at=NOW + timedelta(days=3), description="", source="",
                person_id=someone.id,
            )
        )  # fmt: skip
        number = someone.id
    asked = call("我发布的", "action_my_posts", ())
    asked["tracker"]["slots"] = {"person_id": number}
    said = client.post("/webhook", json=asked).json
    assert said is not None and "摘茶" not in said["responses"][0]["text"].replace("招10个人摘茶", "")
