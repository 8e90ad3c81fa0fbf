"""Questions from the farmers' pages: a form comes in, and its sender is led back to the page that shows the answer."""

import logging
from datetime import UTC
from uuid import uuid4

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Anything

from bot.conversation import Conversation
from bot.message import Message, Reply
from bot.state import State
from knowledge import asked_here, caller, devices

log = logging.getLogger(__name__)

PAGE, COOKIE = "/ask", "tianxun_device"
MOST_TEXT = 500
# Messages a minute from one browser, and from one address, where several may sit.
MOST_OF_ONE, MOST_FROM_ONE, MINUTE = 8, 24, 60


def blueprint(conversation: Conversation, state: State) -> Blueprint:
    """`POST /ask/send`, from browsers that have the page."""
    routes = Blueprint("page", __name__)

    @routes.post(f"{PAGE}/send")
    def send() -> Anything:
        device = _sent_by(conversation)
        if device is None:
            return redirect(f"{PAGE}?lost=1", 303)
        if _is_too_fast(conversation, state, device):
            return redirect(f"{PAGE}?slow=1", 303)
        text = request.form.get("text", "").strip()[:MOST_TEXT]
        now = conversation.parts.clock.now().astimezone(UTC)
        message = Message(asked_here.CHANNEL, device, (device, uuid4().hex), "text", text, now)
        with conversation.lane():
            reply = conversation.reply_to(message)
        return redirect(f"{PAGE}#last", 303) if _is_kept(conversation, device, reply) else _by_itself(reply)

    return routes


def _sent_by(conversation: Conversation) -> str | None:
    """The browser that sent the form; None where it did not get the form from us."""
    vault, now = conversation.parts.vault, conversation.parts.clock.now()
    device = devices.known(vault, request.cookies.get(COOKIE, ""))
    given = request.form.get("token", "")
    return device if device and devices.is_token(vault, given, device, PAGE, now) else None


def _is_too_fast(conversation: Conversation, state: State, device: str) -> bool:
    address = caller.address(request.remote_addr, request.access_route)
    hashed = conversation.parts.vault.hashed("asks", address)
    # Both count, whichever is full.
    counts = state.count(f"page:{device}", MINUTE), state.count(f"page:{hashed}", MINUTE)
    return counts[0] > MOST_OF_ONE or counts[1] > MOST_FROM_ONE


def _is_kept(conversation: Conversation, device: str, reply: Reply | None) -> bool:
    """Whether the page can show the answer: not while the store is away."""
    parts = conversation.parts
    try:
        with parts.store.reading() as session:
            said = asked_here.said(session, parts.vault, device, parts.clock.now())
    except Exception:
        log.warning("what was asked on a page is answered without it: the store does not answer")
        return False
    return reply is None or bool(said and said[-1].reply == reply.text)


def _by_itself(reply: Reply | None) -> Response:
    text = reply.text if reply and reply.text else "正在查，请过一会儿再问一声。"
    return Response(text, mimetype="text/plain", headers={"Cache-Control": "no-store"})
