"""What operators watch: alive, ready, metrics."""

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from flask import Blueprint, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

# Of each of a process's two files: more than every route with every status takes.
_FIGURES_BYTES = 1 << 18


def blueprint(missing: Callable[[], str], figures_dir: Path | None) -> Blueprint:
    """The three routes; `missing` names what is not ready, empty when nothing is.

    Figures are those of all processes that count in `figures_dir`, the ended ones too; without it, of this one.
    """
    routes = Blueprint("operations", __name__)
    registry = CollectorRegistry()
    requests = Counter("tianxun_requests", "Answered requests", ["endpoint", "status"], registry=registry)
    seconds = Histogram("tianxun_request_seconds", "Time to answer", ["endpoint"], registry=registry)
    counting: set[int] = set()

    @routes.get("/healthz")
    def healthz() -> Response:
        return Response("alive\n", mimetype="text/plain")

    @routes.get("/readyz")
    def readyz() -> Response:
        reason = missing()
        return Response(f"{reason or 'ready'}\n", status=503 if reason else 200, mimetype="text/plain")

    @routes.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(_all_of(registry, figures_dir)), content_type=CONTENT_TYPE_LATEST)

    @routes.before_app_request
    def begin() -> None:
        g.begun = time.perf_counter()

    @routes.after_app_request
    def note(response: Response) -> Response:
        if os.getpid() not in counting:
            if figures_dir and not _reserve(figures_dir):
                return response
            counting.add(os.getpid())
        endpoint = request.endpoint or "none"
        requests.labels(endpoint, str(response.status_code)).inc()
        seconds.labels(endpoint).observe(time.perf_counter() - g.begun)
        return response

    return routes


def _all_of(own: CollectorRegistry, figures_dir: Path | None) -> CollectorRegistry:
    if figures_dir is None:
        return own
    everybody = CollectorRegistry()
    try:
        MultiProcessCollector(everybody, str(figures_dir))  # type: ignore[no-untyped-call]
    except ValueError:
        return CollectorRegistry()
    return everybody


def _reserve(figures_dir: Path) -> bool:
    """Whether this process's figures have their room on the disk: a mapped page without any would end the process."""
    try:
        for kind in ("counter", "histogram"):
            file = figures_dir / f"{kind}_{os.getpid()}.db"
            if not file.exists():
                _make(file)
    except OSError:
        return False
    return True


def _make(file: Path) -> None:
    """Makes the file at its full size, or not at all: an empty one cannot be read."""
    begun = file.with_suffix(f".{threading.get_ident()}")
    try:
        with begun.open("wb") as room:
            os.posix_fallocate(room.fileno(), 0, _FIGURES_BYTES)
        # Another thread may be first, and count in its file already.
        with suppress(FileExistsError):
            os.link(begun, file)
    finally:
        begun.unlink(missing_ok=True)
