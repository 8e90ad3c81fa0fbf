"""WeChat's side of the conversation: signed pushes in each mode, in its real format."""

import base64
import os
import struct
from typing import Any
from xml.etree import ElementTree

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from flask.testing import FlaskClient

from bot.channels.wechat_crypto import signature
from knowledge.clock import machine_seconds

TOKEN, APPID = "tianxun12582", "wx0123456789abcdef"
KEY, OLD_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "G" * 43


def text_push(text: str, sender: str = "oFarmer", message_id: int = 1, seconds: int = 1764000000) -> str:
    return push("text", f"<Content><![CDATA[{text}]]></Content>", sender, message_id, seconds)


def push(kind: str, inner: str, sender: str = "oFarmer", message_id: int | None = 1, seconds: int = 1764000000) -> str:
    number = "" if message_id is None else f"<MsgId>{message_id}</MsgId>"
    return (
        f"<xml><ToUserName><![CDATA[gh_tianxun]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>"
        f"<CreateTime>{seconds}</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>{inner}{number}</xml>"
    )


def event(name: str, inner: str = "", sender: str = "oFarmer", seconds: int = 1764000000) -> str:
    return push("event", f"<Event><![CDATA[{name}]]></Event>{inner}", sender, None, seconds)


def query(token: str = TOKEN, **more: str) -> dict[str, str]:
    stamp, nonce = str(int(machine_seconds())), "n0nce"
    return {
        "timestamp": stamp,
        "nonce": nonce,
        "signature": signature(token, stamp, nonce),
        "openid": "oFarmer",
        **more,
    }


def post(client: FlaskClient, body: str | bytes, arguments: dict[str, str] | None = None) -> Any:
    return client.post("/wechat", query_string=arguments or query(), data=body, content_type="text/xml")


def content(response: Any) -> str:
    """The text of a reply, "" for `success`."""
    assert response.status_code == 200
    if response.data in (b"", b"success"):
        return ""
    return ElementTree.fromstring(response.data).findtext("Content") or ""


def sealed(xml: str, key: str = KEY, appid: str = APPID, pad_byte: int | None = None) -> str:
    message = xml.encode()
    plain = os.urandom(16) + struct.pack(">I", len(message)) + message + appid.encode()
    pad = 32 - len(plain) % 32
    plain += bytes([pad if pad_byte is None else pad_byte]) * pad
    raw = base64.b64decode(key + "=")
    encryptor = Cipher(algorithms.AES(raw), modes.CBC(raw[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def safe_query(encrypted: str) -> dict[str, str]:
    arguments = query(encrypt_type="aes")
    arguments["msg_signature"] = signature(TOKEN, arguments["timestamp"], arguments["nonce"], encrypted)
    return arguments


def envelope(encrypted: str, clear: str = "") -> str:
    return (
        f"<xml><ToUserName><![CDATA[gh_tianxun]]></ToUserName>{clear}<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    )
