"""What operators watch: alive, ready, metrics."""

import time
from collections.abc import Callable

from flask import Blueprint, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest


def blueprint(missing: Callable[[], str]) -> Blueprint:
    """The three routes; `missing` names what is not ready, empty when nothing is. Figures are this process's."""
    routes = Blueprint("operations", __name__)
    registry = CollectorRegistry()
    requests = Counter("tianxun_requests", "Answered requests", ["endpoint", "status"], registry=registry)
    seconds = Histogram("tianxun_request_seconds", "Time to answer", ["endpoint"], registry=registry)

    @routes.get("/healthz")
    def healthz() -> Response:
        return Response("alive\n", mimetype="text/plain")

    @routes.get("/readyz")
    def readyz() -> Response:
        reason = missing()
        return Response(f"{reason or 'ready'}\n", status=503 if reason else 200, mimetype="text/plain")

    @routes.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    @routes.before_app_request
    def begin() -> None:
        g.begun = time.perf_counter()

    @routes.after_app_request
    def note(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        requests.labels(endpoint, str(response.status_code)).inc()
        seconds.labels(endpoint).observe(time.perf_counter() - g.begun)
        return response

    return routes
