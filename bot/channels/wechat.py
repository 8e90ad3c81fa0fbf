"""The official account's server address: verification, and messages in plain, compatible and safe mode."""

import logging
from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from bot.channels import early, wechat_xml
from bot.channels.wechat_crypto import Cryptor, Refused, is_signed
from bot.channels.wechat_push import message_of
from bot.conversation import Conversation
from bot.message import Message, Reply
from bot.state import State
from knowledge.clock import machine_seconds
from knowledge.settings import Settings

log = logging.getLogger(__name__)

TOO_MANY = "您发得太快了，请歇一分钟再问。"
SUCCESS = "success"
_ALWAYS_ALLOWED_SECONDS = 60
Query = MultiDict[str, str]


@dataclass(frozen=True)
class Push:
    """A push whose origin is proven; `key` is the AES key that opened it, empty for a plain one."""

    fields: dict[str, str]
    key: str
    nonce: str


def blueprint(settings: Settings, conversation: Conversation, state: State) -> Blueprint:
    """The routes of one official account."""
    routes = Blueprint("wechat", __name__)
    door = Door(settings, conversation, state)

    @routes.get("/wechat")
    def verify() -> Response:
        return door.verify()

    @routes.post("/wechat")
    def receive() -> Response:
        body = request.get_data(cache=False)
        with conversation.lane():
            return door.receive(body)

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
            self._check_time(request.args)
            self._check_plain_signature(request.args)
        except Refused:
            return _refusal()
        return Response(request.args.get("echostr", ""), mimetype="text/plain")

    def receive(self, body: bytes) -> Response:
        """Answers the push with this body: 200 whatever it holds, once it is proven to be WeChat's."""
        query = request.args
        try:
            self._check_time(query)
            xml, key = self._proven(body, query)
            nonce = "".join(filter(str.isalnum, _one(query, "nonce")))[:64] or "tianxun"
            push = Push(wechat_xml.fields(xml), key, nonce)
            message = message_of(push.fields, wechat_xml.lists(xml))
        except Refused:
            return _refusal()
        except wechat_xml.Unreadable as fault:
            # WeChat sent it: anything but a plain acknowledgement makes it send the same again.
            log.info("unreadable push (%s)", fault)
            return _plain(SUCCESS)
        notice = self._flood_notice(message)
        if notice is not None:
            return self._answer(push, notice)
        send = early.answerer(request.environ)
        return self._answer(push, self._conversation.reply_to(message, lambda reply: send(self._answer(push, reply))))

    def _flood_notice(self, message: Message) -> Reply | None:
        """What a person who sends too much is told: once a minute, then nothing; None for everybody else."""
        limit = self._settings.flood_limit
        if not limit or message.kind in ("event", "unsubscribe"):
            return None
        sent = self._state.count(f"flood:{message.sender}", 60)
        return None if sent <= limit else Reply(TOO_MANY if sent == limit + 1 else "")

    def _answer(self, push: Push, reply: Reply | None) -> Response:
        if reply is None or not reply.text:
            return _plain(SUCCESS)
        seconds = int(machine_seconds())
        xml = wechat_xml.text_reply(
            push.fields.get("FromUserName", ""), push.fields.get("ToUserName", ""), seconds, reply.text
        )
        if push.key:
            xml = self._cryptor.sealed(xml, push.key, str(seconds), push.nonce)
        return Response(xml, mimetype="text/xml")

    def _proven(self, body: bytes, query: Query) -> tuple[bytes, str]:
        """The XML that WeChat signed, and the AES key that opened it; raises Refused for any other."""
        mode = self._settings.wechat_mode
        # Compatible mode lets plain pushes in only while the console still sends them.
        if mode == "plain" or (mode == "compatible" and query.get("encrypt_type", "") != "aes"):
            self._check_plain_signature(query)
            return body, ""
        try:
            envelope = wechat_xml.fields(body).get("Encrypt", "")
        except wechat_xml.Unreadable:
            raise Refused from None
        if not envelope or not is_signed(
            _one(query, "msg_signature"),
            self._settings.wechat_token,
            _one(query, "timestamp"),
            _one(query, "nonce"),
            envelope,
        ):
            raise Refused
        # In compatible mode the clear half is unsigned: only the sealed one counts.
        xml, key = self._cryptor.opened(envelope)
        return xml.encode("utf-8"), key

    def _check_plain_signature(self, query: Query) -> None:
        token = self._settings.wechat_token
        if not token or not is_signed(_one(query, "signature"), token, _one(query, "timestamp"), _one(query, "nonce")):
            raise Refused

    def _check_time(self, query: Query) -> None:
        window = self._settings.wechat_replay_window
        stamp = _one(query, "timestamp")
        if not self._settings.wechat_token or not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            raise Refused
        if window and abs(machine_seconds() - int(stamp)) > max(window, _ALWAYS_ALLOWED_SECONDS):
            raise Refused


def _one(query: Query, name: str) -> str:
    """A query parameter that stands there just once."""
    values = query.getlist(name)
    if len(values) != 1:
        raise Refused
    return values[0]


def _refusal() -> Response:
    return Response("", status=403, mimetype="text/plain")


def _plain(text: str) -> Response:
    return Response(text, mimetype="text/plain")
