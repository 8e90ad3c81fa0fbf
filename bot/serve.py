"""Web and worker as processes of one installation, started and ended together."""

import json
import logging
import os
import shutil
import signal
import socket
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

from bot import jobs, service
from knowledge import clock
from knowledge.settings import FIGURES_DIR, Settings

log = logging.getLogger(__name__)


def run(settings: Settings) -> NoReturn:
    """Prepares, then becomes the supervisor of both; raises NotReady."""
    _check_port(settings)
    clock.start(settings.clock, settings.data_dir, restart=True)
    clock.current.cache_clear()
    print("田讯 Tianxun: preparing store and model …", flush=True)
    service.prepare(settings)
    _warn(settings)
    commands = [_web(settings), (sys.executable, "-m", "flask", "worker")]
    address = f"http://{settings.host}:{settings.port}"
    print(f"田讯 Tianxun runs: {address}/  {address}/phone  {address}/wechat", flush=True)
    # glibc would keep a heap for each thread, and threads here have little of their own.
    os.putenv("MALLOC_ARENA_MAX", "2")
    os.putenv(FIGURES_DIR, str(_begin_figures(settings)))
    # The supervisor needs nothing of what preparing has loaded, and would hold it for as long as it runs.
    os.execv(sys.executable, [sys.executable, "-m", "bot.supervisor", json.dumps(commands)])  # noqa: S606 - our own


def run_worker(settings: Settings) -> None:
    """Background jobs in this process, until interrupted."""
    waiting = jobs.with_tasks(jobs.queue(settings), service.build)
    consumer = jobs.consumer(waiting)

    def stop(_number: int, _frame: FrameType | None) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    consumer.run()


def _web(settings: Settings) -> tuple[str, ...]:
    return (
        sys.executable, "-m", "gunicorn", "webhook:create_app()",
        "--bind", f"{settings.host}:{settings.port}",
        "--workers", "2", "--threads", "6", "--worker-class", "gthread",
        # The worker that wakes first would else take every kept-alive connection, and the other none.
        "--worker-connections", "10",
        "--no-control-socket", "--graceful-timeout", "5", "--timeout", "60", "--log-level", "warning",
    )  # fmt: skip


def _begin_figures(settings: Settings) -> Path:
    """The folder that all web processes of this start count in; what earlier ones counted is gone."""
    folder = settings.data_dir / "figures"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as fault:
        raise service.NotReady(f"{folder} cannot be written ({fault.strerror}).") from None
    return folder


def _check_port(settings: Settings) -> None:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as fault:
            raise service.NotReady(
                f"HOST={settings.host} PORT={settings.port} cannot be used ({fault.strerror}): set another PORT."
            ) from None


def _warn(settings: Settings) -> None:
    if not settings.wechat_token:
        log.warning("WECHAT_TOKEN is not set: /wechat answers 403, all else works.")
    elif settings.wechat_mode != "safe":
        log.warning(
            "WECHAT_MODE is %s: anyone who sees one push can forge others; use safe mode.", settings.wechat_mode
        )
    if settings.wechat_token and not settings.wechat_secret:
        log.warning("WECHAT_SECRET is not set: replies work, outward calls do not.")
