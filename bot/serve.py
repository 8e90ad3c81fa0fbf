"""Web and worker as processes of one installation, started and ended together."""

import logging
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from bot import jobs, service
from knowledge import clock
from knowledge.settings import Settings

log = logging.getLogger(__name__)
END_SECONDS = 7


def run(settings: Settings) -> int:
    """Prepares, starts both, waits; the exit code is 0 after an interrupt and 1 when one of them died."""
    _check_port(settings)
    clock.start(settings.clock, settings.data_dir, restart=True)
    clock.current.cache_clear()
    print("田讯 Tianxun: preparing store and model …", flush=True)
    service.prepare(settings)
    _warn(settings)
    children = [_start(*_web(settings)), _start(sys.executable, "-m", "flask", "worker")]
    address = f"http://{settings.host}:{settings.port}"
    print(f"田讯 Tianxun runs: {address}/readyz  {address}/wechat  {address}/webhooks/rest/webhook", flush=True)
    stopping: list[int] = []
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda number, _frame: stopping.append(number))
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    _end(children)
    return 0 if stopping else 1


def run_worker(settings: Settings) -> None:
    """Background jobs in this process, until interrupted."""
    waiting = jobs.with_tasks(jobs.queue(settings), service.build)
    consumer = waiting.create_consumer(workers=1, periodic=True, check_worker_health=True)

    def stop(_number: int, _frame: FrameType | None) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    consumer.run()


def _web(settings: Settings) -> tuple[str, ...]:
    return (
        sys.executable, "-m", "gunicorn", "webhook:create_app()",
        "--bind", f"{settings.host}:{settings.port}",
        "--workers", "2", "--threads", "4", "--worker-class", "gthread",
        # The worker that wakes first would else take every kept-alive connection, and the other none.
        "--worker-connections", "10",
        "--no-control-socket", "--graceful-timeout", "5", "--timeout", "60", "--log-level", "warning",
    )  # fmt: skip


def _start(*command: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own commands


def _end(children: "list[subprocess.Popen[bytes]]") -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    until = time.monotonic() + END_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


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
