"""WeChat's pushes as it signs them."""

import itertools
from collections.abc import Callable
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from bot.channels.wechat_crypto import signature
from knowledge.clock import machine_seconds
from tests.bench.installation import TOKEN

PEOPLE = 500
# WeChat drops the connection then; the sender hears the rest out, to tell slow from lost.
PATIENCE_SECONDS, LONGEST_SECONDS = 5, 10


class Failed(Exception):
    """A push that got no answer to read."""


def signed_query() -> dict[str, str]:
    """The query of a push that WeChat signs at this moment."""
    stamp, nonce = str(int(machine_seconds())), "bench"
    return {"timestamp": stamp, "nonce": nonce, "openid": "o", "signature": signature(TOKEN, stamp, nonce)}


def signed(address: str) -> str:
    """The whole address of a push."""
    return f"{address}?{urlencode(signed_query())}"


def body(text: str, number: int) -> bytes:
    """A text message as XML: message `number`, of one of 500 people."""
    return (
        f"<xml><ToUserName><![CDATA[gh_bench]]></ToUserName><FromUserName><![CDATA[oBench{number % PEOPLE}]]></FromUserName>"
        f"<CreateTime>{int(machine_seconds())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{text}]]></Content><MsgId>{number}</MsgId></xml>"
    ).encode()


def sender(address: str, texts: list[str]) -> Callable[[], None]:
    """Sends the next of `texts` at each call, over a connection of its own as WeChat does; raises Failed or OSError."""
    where, numbers = urlsplit(address), itertools.count()

    def send() -> None:
        number = next(numbers)
        line = HTTPConnection(where.hostname or "", where.port, timeout=LONGEST_SECONDS)
        try:
            line.request(
                "POST", signed("/wechat"), body(texts[number % len(texts)], number), {"Content-Type": "text/xml"}
            )
            answer = line.getresponse()
            said = answer.read()
        finally:
            line.close()
        if answer.status != 200 or b"<Content>" not in said:
            raise Failed(f"{answer.status} {said[:80]!r}")

    return send
