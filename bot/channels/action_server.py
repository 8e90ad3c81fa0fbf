"""rasa-sdk's action protocol, hardened: a Rasa server asks here, and learns nothing but answers."""

import logging
from typing import Any
from uuid import uuid4

from flask import Blueprint, Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from bot import rasa_call
from bot.dispatch import Dispatcher, NoSuchAction

log = logging.getLogger(__name__)
MOST_BYTES = 1_000_000


def create_app(dispatcher: Dispatcher | None = None) -> Flask:
    """The application that `flask actions` runs."""
    app = Flask("actions")
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.register_blueprint(blueprint(dispatcher or Dispatcher()))
    return app


def blueprint(dispatcher: Dispatcher) -> Blueprint:
    """`/webhook`, `/actions` and `/health` as rasa-sdk has them."""
    routes = Blueprint("actions", __name__)

    @routes.before_request
    def refuse_packed() -> Response | None:
        # rasa-sdk would unpack it without a limit.
        return _error(415, "send the call as plain JSON") if request.headers.get("Content-Encoding") else None

    @routes.get("/health")
    def health() -> Response:
        return jsonify({"status": "ok"})

    @routes.get("/actions")
    def actions() -> Response:
        return jsonify([{"name": name} for name in dispatcher.action_names])

    @routes.post("/webhook")
    def webhook() -> Response:
        call = request.get_json(silent=True)
        if not isinstance(call, dict) or not isinstance(call.get("next_action"), str):
            return _error(400, 'send JSON such as {"next_action": "action_ask_price", "tracker": {…}}')
        name = call["next_action"]
        try:
            return jsonify(dispatcher.answer_call(rasa_call.readable(call, dispatcher.intents)))
        except NoSuchAction:
            return _error(404, f"there is no action {name[:80]}", name)
        except Exception:
            number = uuid4().hex[:8]
            log.exception("action call %s failed", number)
            return _error(500, f"the action failed; the log has it as {number}", name)

    @routes.app_errorhandler(HTTPException)
    def refused(fault: HTTPException) -> Response:
        return _error(fault.code or 500, fault.name)

    return routes


def _error(status: int, text: str, action: str = "") -> Response:
    body: dict[str, Any] = {"error": text, "action_name": action[:80]}
    response = jsonify(body)
    response.status_code = status
    return response
