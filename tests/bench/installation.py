"""An installation of the bench's own in a temporary folder, seen by this process and by the servers that it starts."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

from bot import service
from knowledge import clock, db, settings, vault
from knowledge.settings import Settings
from tests.bench import processes
from tests.conftest import free_port

ROOT = Path(__file__).parent.parent.parent
TOKEN = "benchtoken"
START_SECONDS = 60
WEB_PROCESSES = 2
# Counted as in a real installation, and reached by nobody.
OWN = {"WECHAT_TOKEN": TOKEN, "FLOOD_LIMIT": "100000", "WECHAT_REPLAY_WINDOW": "86400"}


@contextmanager
def installed() -> Iterator[Path]:
    """A store with catalogues, starter articles and samples, and a trained model; gone after the block."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="tianxun-bench-") as folder:
        for name in (field.name.upper() for field in fields(Settings)):
            # The developer's own store and Redis server are none of the bench's business.
            os.environ.pop(name, None)
        os.environ.update(OWN, DATA_DIR=folder)
        _forget()
        try:
            service.prepare(settings.current())
            yield Path(folder)
        finally:
            db.current().engine.dispose()
            os.environ.clear()
            os.environ.update(before)
            _forget()


def _forget() -> None:
    for kept in (settings.current, db.current, vault.current, clock.current):
        kept.cache_clear()


@contextmanager
def gunicorn(app: str, workers: int) -> Iterator[str]:
    """The address of `app` on the settings that the product serves itself with, but for the number of processes."""
    port = free_port()
    command = (
        sys.executable, "-m", "gunicorn", app, "--bind", f"127.0.0.1:{port}", "--workers", str(workers),
        "--threads", "6", "--worker-class", "gthread", "--worker-connections", "10",
        "--no-control-socket", "--log-level", "error",
    )  # fmt: skip
    with running(command, os.environ) as process:
        # The master listens before any worker has loaded.
        processes.wait_until_idle(process.pid, workers, START_SECONDS)
        yield f"http://127.0.0.1:{port}"


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """Web and worker as `make run` starts them: the address, and the process id of their supervisor."""
    port = free_port()
    with running((sys.executable, "-m", "flask", "serve"), {**os.environ, "PORT": str(port)}) as process:
        until = time.monotonic() + START_SECONDS
        while not any("gunicorn" in processes.command(pid) for pid in processes.children(process.pid)):
            if time.monotonic() > until:
                raise RuntimeError("web and worker did not start")
            time.sleep(0.1)
        for pid in processes.children(process.pid):
            processes.wait_until_idle(pid, WEB_PROCESSES if "gunicorn" in processes.command(pid) else 0, START_SECONDS)
        yield f"http://127.0.0.1:{port}", process.pid


@contextmanager
def running(command: tuple[str, ...], environ: Mapping[str, str]) -> "Iterator[subprocess.Popen[bytes]]":
    """A process that ends with the block."""
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
