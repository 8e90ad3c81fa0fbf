"""The open interface: prices, commodities and markets for other programs, read-only, as its own document describes."""

from flask import Blueprint, Response, jsonify, make_response

from knowledge import clock
from web.api import commodities, document, markets, prices
from web.api.asked import Wrong
from web.caller import Allowance, address
from web.public import fresh
from web.safe import guarded

A_MINUTE = 60


def blueprint(a_minute: int = A_MINUTE) -> Blueprint:
    """Everything under `/api/v1/`; so many requests a minute from one address and process, then 429."""
    routes = Blueprint("api", __name__, url_prefix="/api/v1", template_folder="templates")
    allowance = Allowance(a_minute)
    for part in (prices, commodities, markets, document):
        part.add_to(routes)
    routes.before_request(lambda: _limited(allowance))
    routes.register_error_handler(Wrong, _refused)
    routes.after_request(_open)
    fresh.keep(routes)
    return guarded(routes)


def _limited(allowance: Allowance) -> Response | None:
    wait = allowance.wait_seconds(address(), clock.machine_seconds())
    if not wait:
        return None
    answer = make_response(jsonify(error=f"问得太快，请 {wait} 秒后再试：每分钟最多 {allowance.a_minute} 次"), 429)
    answer.headers["Retry-After"] = str(wait)
    return answer


def _refused(wrong: Wrong) -> tuple[Response, int]:
    return jsonify(error=str(wrong)), wrong.status


def _open(response: Response) -> Response:
    """Scripts of pages elsewhere may read it too."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
