"""The official account's server address: verification, and messages in plain, compatible and safe mode."""

import logging
from dataclasses import dataclass

from flask import Blueprint, Response, request

from bot.channels import wechat_xml
from bot.channels.wechat_crypto import Cryptor, Refused, is_signed
from bot.channels.wechat_push import message_of
from bot.conversation import Conversation
from bot.message import Message
from bot.state import State
from knowledge.clock import machine_seconds
from knowledge.settings import Settings

log = logging.getLogger(__name__)

NOT_STORED = "系统这会儿有点忙，您这句没存下，请过几分钟再发一次。"
TOO_MANY = "您发得太快了，请歇一分钟再问。"
SUCCESS = "success"
_ALWAYS_ALLOWED_SECONDS = 60


@dataclass(frozen=True)
class Push:
    """A push whose origin is proven; `key` is the AES key that opened it, empty for a plain one."""

    fields: dict[str, str]
    key: str


def blueprint(settings: Settings, conversation: Conversation, state: State) -> Blueprint:
    """The routes of one official account."""
    routes = Blueprint("wechat", __name__)
    door = Door(settings, conversation, state)

    @routes.get("/wechat")
    def verify() -> Response:
        return door.verify()

    @routes.post("/wechat")
    def receive() -> Response:
        return door.receive()

    return routes


class Door:
    """Lets in what WeChat signed, and answers it in the mode that it came in."""

    def __init__(self, settings: Settings, conversation: Conversation, state: State) -> None:
        self._settings = settings
        self._conversation = conversation
        self._state = state
        keys = tuple(key for key in (settings.wechat_aes_key, settings.wechat_aes_key_old) if key)
        self._cryptor = Cryptor(settings.wechat_token, settings.wechat_appid, keys)

    def verify(self) -> Response:
        """Echoes WeChat's challenge as it is."""
        try:
            self._check_time()
            self._check_plain_signature()
        except Refused:
            return _refusal()
        return Response(request.args.get("echostr", ""), mimetype="text/plain")

    def receive(self) -> Response:
        """Answers one push: 200 whatever it holds, once it is proven to be WeChat's."""
        try:
            self._check_time()
            xml, key = self._proven(request.get_data(cache=False))
            push = Push(wechat_xml.fields(xml), key)
            message = message_of(push.fields)
        except Refused:
            return _refusal()
        except wechat_xml.Unreadable as fault:
            # WeChat sent it: anything but a plain acknowledgement makes it send the same again.
            log.info("unreadable push (%s)", fault)
            return _plain(SUCCESS)
        text = self._reply(message)
        return self._answer(push, text) if text else _plain(SUCCESS)

    def _reply(self, message: Message) -> str:
        limit = self._settings.flood_limit
        if limit and message.kind not in ("event", "unsubscribe"):
            sent = self._state.count(f"flood:{message.sender}", 60)
            if sent > limit:
                return TOO_MANY if sent == limit + 1 else ""
        try:
            reply = self._conversation.reply_to(message)
        except Exception:
            # WeChat shows a fault for anything but an answer; the sender must know that nothing was kept.
            log.exception("a message could not be stored")
            return NOT_STORED
        return reply.text if reply else ""

    def _answer(self, push: Push, text: str) -> Response:
        seconds = int(machine_seconds())
        xml = wechat_xml.text_reply(
            push.fields.get("FromUserName", ""), push.fields.get("ToUserName", ""), seconds, text
        )
        if push.key:
            nonce = "".join(filter(str.isalnum, request.args.get("nonce", "")))[:64] or "tianxun"
            xml = self._cryptor.sealed(xml, push.key, str(seconds), nonce)
        return Response(xml, mimetype="text/xml")

    def _proven(self, body: bytes) -> tuple[bytes, str]:
        """The XML that WeChat signed, and the AES key that opened it; raises Refused for any other."""
        mode = self._settings.wechat_mode
        # Compatible mode lets plain pushes in only while the console still sends them.
        if mode == "plain" or (mode == "compatible" and request.args.get("encrypt_type", "") != "aes"):
            self._check_plain_signature()
            return body, ""
        try:
            envelope = wechat_xml.fields(body).get("Encrypt", "")
        except wechat_xml.Unreadable:
            raise Refused from None
        if not envelope or not is_signed(
            _one("msg_signature"), self._settings.wechat_token, _one("timestamp"), _one("nonce"), envelope
        ):
            raise Refused
        # In compatible mode the clear half is unsigned: only the sealed one counts.
        xml, key = self._cryptor.opened(envelope)
        return xml.encode("utf-8"), key

    def _check_plain_signature(self) -> None:
        token = self._settings.wechat_token
        if not token or not is_signed(_one("signature"), token, _one("timestamp"), _one("nonce")):
            raise Refused

    def _check_time(self) -> None:
        window = self._settings.wechat_replay_window
        stamp = _one("timestamp")
        if not self._settings.wechat_token or not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            raise Refused
        if window and abs(machine_seconds() - int(stamp)) > max(window, _ALWAYS_ALLOWED_SECONDS):
            raise Refused


def _one(name: str) -> str:
    """A query parameter that stands there just once."""
    values = request.args.getlist(name)
    if len(values) != 1:
        raise Refused
    return values[0]


def _refusal() -> Response:
    return Response("", status=403, mimetype="text/plain")


def _plain(text: str) -> Response:
    return Response(text, mimetype="text/plain")
