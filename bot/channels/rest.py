"""Rasa's own routes: the REST channel and the NLU API."""

import hmac
import ipaddress
from datetime import UTC
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, current_app, jsonify, request

from bot import shorthand
from bot.channels import early
from bot.conversation import Conversation
from bot.message import Message, Reply
from bot.nlu.understand import Understanding
from bot.shorthand import Tapped
from knowledge.settings import Settings

CHANNEL = "rest"
MOST_SENDER, MOST_TEXT = 256, 20_000
LATER = "正在查，请过一会儿再问一声。"
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")


def blueprint(settings: Settings, conversation: Conversation) -> Blueprint:
    """Both routes, for callers with the token, or on this machine where no token is set."""
    routes = Blueprint("rest", __name__)

    @routes.before_request
    def check_caller() -> Response | None:
        return None if _may_call(settings.chat_token) else _error(401, "a bearer token (CHAT_TOKEN) is needed")

    @routes.post("/webhooks/rest/webhook")
    def talk() -> Response:
        body = request.get_json(silent=True)
        if not isinstance(body, dict) or not isinstance(body.get("message"), str):
            return _error(400, 'send JSON such as {"sender": "someone", "message": "白菜多少钱"}')
        sender = str(body.get("sender") or "default")[:MOST_SENDER]
        now = conversation.parts.clock.now().astimezone(UTC)
        message = Message(CHANNEL, sender, (sender, uuid4().hex), "text", body["message"][:MOST_TEXT], now)
        send, app = early.answerer(request.environ), current_app

        def answer_early(reply: Reply | None) -> None:
            with app.app_context():
                send(_said(sender, reply, settings.public_url))

        with conversation.lane():
            return _said(sender, conversation.reply_to(message, answer_early), settings.public_url)

    @routes.post("/model/parse")
    def parse() -> Response:
        body = request.get_json(silent=True)
        if not isinstance(body, dict) or not isinstance(body.get("text"), str):
            return _error(400, 'send JSON such as {"text": "白菜多少钱"}')
        text = body["text"][:MOST_TEXT]
        tapped = shorthand.read(text, conversation.parts.dispatcher.intents)
        return jsonify(_tapped_as_rasa(text, tapped) if tapped else as_rasa(conversation.decider.read(text)[0]))

    return routes


def as_rasa(said: Understanding) -> dict[str, Any]:
    """An understanding in the shape of Rasa's NLU API."""
    return {
        "text": said.text,
        "intent": {"name": said.intent, "confidence": said.confidence},
        "intent_ranking": [{"name": intent, "confidence": p} for intent, p in said.ranking],
        "entities": [
            {
                "entity": entity.entity,
                "value": entity.value,
                "start": entity.start,
                "end": entity.end,
                "confidence_entity": 1.0,
                "extractor": "tianxun",
            }
            for entity in said.entities
        ],
    }


def _tapped_as_rasa(text: str, tapped: Tapped) -> dict[str, Any]:
    intent = {"name": tapped.intent, "confidence": 1.0}
    entities = [
        {"entity": kind, "value": value, "start": tapped.start, "end": tapped.end} for kind, value in tapped.entities
    ]
    return {"text": text, "intent": intent, "intent_ranking": [intent], "entities": entities}


def _said(sender: str, reply: Reply | None, our_pages: str) -> Response:
    said: dict[str, Any] = {"recipient_id": sender, "text": reply.text if reply and reply.text else LATER}
    if reply and reply.picture:
        said["image"] = our_pages + reply.picture
    if reply and reply.buttons:
        said["buttons"] = [{"title": button.title, "payload": button.payload} for button in reply.buttons]
    return jsonify([said])


def _may_call(token: str) -> bool:
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode("utf-8"), token.encode("utf-8"))
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _error(status: int, reason: str) -> Response:
    response = jsonify({"status": "failure", "reason": reason})
    response.status_code = status
    return response
