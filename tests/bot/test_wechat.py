"""The official account's door: who is let in, and what every kind of message gets."""

import threading
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from wechatpy.crypto import WeChatCrypto

from bot.conversation import Parts
from knowledge.models.inbound import Inbound
from knowledge.models.person import Erasure, Person
from knowledge.models.question import OpenQuestion
from knowledge.settings import Settings
from tests.bot import wechat_client as weixin
from tests.bot.wechat_door import PLAIN, SAFE, client_of, rows


@pytest.fixture
def client(parts: Parts) -> FlaskClient:
    return client_of(parts)


def test_the_official_example_signature_is_reproduced() -> None:
    from bot.channels.wechat_crypto import signature

    assert signature("AAAAA", "1714037059", "486452656") == "899cf89e464efb63f54ddac96b0a0a235f53aa78"


def test_verification_echoes_the_challenge_as_plain_text(client: FlaskClient) -> None:
    answer = client.get("/wechat", query_string=weixin.query(echostr="<b>5512</b>"))
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"<b>5512</b>", "text/plain")


@pytest.mark.parametrize(
    "change",
    [{"signature": "0" * 40}, {"signature": "签名"}, {"nonce": "other"}, {"timestamp": "1"}, {"timestamp": "１２３"}],
)
def test_a_forged_request_is_refused_and_stores_nothing(parts: Parts, change: dict[str, str]) -> None:
    client = client_of(parts)
    arguments = {**weixin.query(), **change}
    assert weixin.post(client, weixin.text_push("白菜多少钱"), arguments).status_code == 403
    assert client.get("/wechat", query_string=arguments).status_code == 403
    assert rows(parts, Inbound) == 0


def test_without_a_token_the_door_is_shut(parts: Parts) -> None:
    client = client_of(parts, Settings(flood_limit=0))
    assert weixin.post(client, weixin.text_push("你好"), weixin.query(token="")).status_code == 403


def test_a_price_question_is_answered_to_its_sender(client: FlaskClient) -> None:
    reply = ElementTree.fromstring(weixin.post(client, weixin.text_push("白菜多少钱")).data)
    assert reply.findtext("ToUserName") == "oFarmer"
    assert reply.findtext("FromUserName") == "gh_tianxun"
    assert "元/斤" in (reply.findtext("Content") or "") and "月" in (reply.findtext("Content") or "")


def test_three_deliveries_are_one_message_with_one_reply(parts: Parts) -> None:
    answers = []

    def deliver() -> None:
        answers.append(weixin.content(weixin.post(client_of(parts), weixin.text_push("找个农技员来看看"))))

    deliveries = [threading.Thread(target=deliver) for _ in range(3)]
    for delivery in deliveries:
        delivery.start()
    for delivery in deliveries:
        delivery.join()
    assert len(set(answers)) == 1 and answers[0]
    assert rows(parts, Inbound) == rows(parts, OpenQuestion) == 1
    # A new process gives the kept reply too.
    assert weixin.content(weixin.post(client_of(parts), weixin.text_push("找个农技员来看看"))) == answers[0]


def test_the_same_message_id_of_two_people_is_two_messages(client: FlaskClient, parts: Parts) -> None:
    for sender in ("oA", "oB"):
        assert weixin.content(weixin.post(client, weixin.text_push("你好", sender)))
    assert rows(parts, Inbound) == 2


def test_two_events_in_one_second_are_both_taken(client: FlaskClient, parts: Parts) -> None:
    weixin.post(client, weixin.event("LOCATION", "<Latitude>28.9</Latitude>"))
    assert "欢迎" in weixin.content(weixin.post(client, weixin.event("subscribe", "<EventKey></EventKey>")))
    assert rows(parts, Inbound) == 2


@pytest.mark.parametrize(
    ("kind", "inner", "expected"),
    [
        ("voice", "<MediaId>m</MediaId><Format>amr</Format><Recognition><![CDATA[白菜多少钱]]></Recognition>", "元/斤"),
        ("voice", "<MediaId>m</MediaId><Format>amr</Format><Recognition></Recognition>", "请打字"),
        ("image", "<PicUrl>http://p</PicUrl><MediaId>m</MediaId>", "农技员"),
        ("location", "<Location_X>28.9</Location_X><Location_Y>111.4</Location_Y><Label><![CDATA[湖南省常德市桃源县漆河镇漆河街]]></Label>", "漆河镇"),
        ("location", "<Location_X>1e400</Location_X><Location_Y>NaN</Location_Y><Label></Label>", "哪个乡镇"),
        ("video", "<MediaId>m</MediaId>", "打字"),
        ("link", "<Title>t</Title><Description>d</Description><Url>u</Url>", "打字"),
        ("hologram", "<Depth>3</Depth>", "打字"),
        ("text", "<Content></Content>", "帮不上"),
    ],
)  # fmt: skip
def test_every_kind_of_message_is_answered_politely(client: FlaskClient, kind: str, inner: str, expected: str) -> None:
    assert expected in weixin.content(weixin.post(client, weixin.push(kind, inner)))


@pytest.mark.parametrize("name", ["VIEW", "TEMPLATESENDJOBFINISH", "subscribe_msg_popup_event", "debug_demo", "新事件"])
def test_events_that_need_no_answer_get_success(client: FlaskClient, name: str) -> None:
    inner = "<List><TemplateId>a</TemplateId></List>"
    assert weixin.post(client, weixin.event(name, inner)).data == b"success"


def test_a_menu_tap_asks_what_its_key_says(client: FlaskClient) -> None:
    assert "元/斤" in weixin.content(weixin.post(client, weixin.event("CLICK", "<EventKey>白菜多少钱</EventKey>")))


def test_who_unsubscribes_is_forgotten_and_his_words_stay(parts: Parts) -> None:
    client = client_of(parts)
    weixin.post(client, weixin.text_push("补贴没发到我手上 电话10000000001"))
    assert (
        weixin.post(client, weixin.event("unsubscribe", "<EventKey></EventKey>", seconds=1764000009)).data == b"success"
    )
    with parts.store.reading() as session:
        kept = session.scalars(select(Inbound)).one()
        assert kept.person_id is None and "补贴没发到我手上" in kept.text and "10000000001" not in kept.text
        assert session.scalars(select(OpenQuestion.text)).one().count("10000000001") == 0
    assert rows(parts, Person) == 0 and rows(parts, Erasure) == 1
    assert weixin.content(weixin.post(client, weixin.text_push("你好", message_id=3)))


def test_safe_mode_answers_sealed_and_the_oracle_opens_it(parts: Parts) -> None:
    client = client_of(parts, SAFE)
    for key in (weixin.KEY, weixin.OLD_KEY):
        encrypted = weixin.sealed(weixin.text_push("白菜多少钱", message_id=hash(key) % 10**9), key)
        answer = weixin.post(client, weixin.envelope(encrypted), weixin.safe_query(encrypted))
        fields = ElementTree.fromstring(answer.data)
        opened = WeChatCrypto(weixin.TOKEN, key, weixin.APPID).decrypt_message(
            answer.data.decode(),
            fields.findtext("MsgSignature"),
            fields.findtext("TimeStamp"),
            fields.findtext("Nonce"),
        )
        assert "元/斤" in (ElementTree.fromstring(opened).findtext("Content") or "")


def test_safe_mode_refuses_plain_pushes_and_anything_tampered_with(parts: Parts) -> None:
    client = client_of(parts, SAFE)
    xml = weixin.text_push("你好")
    assert weixin.post(client, xml).status_code == 403
    assert weixin.post(client, xml, weixin.query(encrypt_type="raw")).status_code == 403
    good = weixin.sealed(xml)
    bad = [
        weixin.sealed(xml, appid="wxother"),
        weixin.sealed(xml, key="z" * 43),
        weixin.sealed(xml, pad_byte=0),
        good[:-8],
        "%%%",
        "AAAA",
    ]
    for encrypted in bad:
        assert weixin.post(client, weixin.envelope(encrypted), weixin.safe_query(encrypted)).status_code == 403
    arguments = {**weixin.safe_query(good), "msg_signature": "0" * 40}
    assert weixin.post(client, weixin.envelope(good), arguments).status_code == 403
    assert rows(parts, Inbound) == 0


def test_compatible_mode_believes_the_sealed_half(parts: Parts) -> None:
    client = client_of(parts, replace(SAFE, wechat_mode="compatible"))
    encrypted = weixin.sealed(weixin.text_push("白菜多少钱", sender="oReal"))
    body = weixin.envelope(encrypted, "<FromUserName><![CDATA[oVictim]]></FromUserName>")
    answer = weixin.post(client, body, weixin.safe_query(encrypted))
    assert answer.status_code == 200 and b"Encrypt" in answer.data
    with parts.store.reading() as session:
        assert session.scalars(select(Person)).one().id_hash == parts.vault.hashed("person", "wechat", "oReal")


HOSTILE = {
    "entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Content>&e;</Content></xml>',
    "bomb": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xml>&b;</xml>',
    "deep": "<xml>" + "<a>" * 100_000,
    "wide": "<xml>" + "<a/>" * 200_000 + "</xml>",
    "truncated": "<xml><FromUserName>o",
    "empty": "",
    "json": '{"a": 1}',
    "wrong root": "<html></html>",
    "break-out": weixin.text_push("x]]></Content><FromUserName><![CDATA[oVictim]]></FromUserName><Content><![CDATA["),
    "gbk": weixin.text_push("白菜").encode("gbk"),
    "no sender": "<xml><CreateTime>1</CreateTime><MsgType>text</MsgType></xml>",
    "odd time": weixin.text_push("x").replace("1764000000", "９９９"),
    "odd id": weixin.text_push("x").replace("<MsgId>1<", "<MsgId>-1<"),
    "nested": weixin.push("text", "<Content><b>x</b></Content>", sender="o<i>x</i>"),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_bodies_get_success_reach_nobody_and_break_nothing(parts: Parts, body: str | bytes) -> None:
    client = client_of(parts)
    answer = weixin.post(client, body)
    assert (answer.status_code, answer.data) == (200, b"success")
    assert rows(parts, Inbound) == 0
    assert weixin.content(weixin.post(client, weixin.text_push("你好")))


def test_an_oversized_body_is_cut_off(client: FlaskClient) -> None:
    assert weixin.post(client, "<xml>" + "x" * 1_100_000).status_code < 500


ODD_TEXTS = [
    "\x1d白菜\x02多少钱", "&#0;&#xD800;你好", "䅟𠮷𪚥𬭊", "👨‍👩‍👧‍👦🇨🇳👍🏽", "\u200b白\u200b菜多少钱", "‮钱少多菜白", "９" * 400, "'; DROP TABLE inbound;--",
    "{{7*7}}${jndi:ldap://x}", "(" * 3000, "一二三" * 3000, "白菜多少钱" * 2000, "😀" * 10_000, "1、" * 1500 + "元", "]]", "ئۇيغۇر བོད", " ",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_odd_text_is_answered_in_one_message_and_kept(parts: Parts, text: str) -> None:
    said = weixin.content(weixin.post(client_of(parts), weixin.text_push(text)))
    assert said and len(said.encode()) <= 2047
    assert rows(parts, Inbound) == 1


def test_a_flood_gets_one_notice_then_silence(parts: Parts) -> None:
    client = client_of(parts, replace(PLAIN, flood_limit=3))
    said = [weixin.content(weixin.post(client, weixin.text_push("你好", message_id=i))) for i in range(6)]
    assert all(said[:3]) and "太快" in said[3] and said[4:] == ["", ""]
    assert weixin.content(weixin.post(client, weixin.text_push("你好", sender="oOther")))


def test_a_reply_that_quotes_the_end_of_cdata_stays_one_text() -> None:
    from bot.channels.wechat_xml import text_reply

    hostile = "a]]></Content><MsgType>image</MsgType>\x02"
    reply = ElementTree.fromstring(text_reply("oFarmer", "gh", 1, hostile))
    assert reply.findtext("Content") == hostile.replace("\x02", "") and len(reply) == 5
