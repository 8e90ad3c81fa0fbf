"""Web and worker as `make run` starts them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import service
from knowledge.db import open_store
from knowledge.settings import Settings
from tests.conftest import free_port

ROOT = Path(__file__).parent.parent.parent


class Running:
    """An installation of its own, in its own process group."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
        environ = {**kept, "DATA_DIR": str(data), "PORT": str(self.port), "PYTHONUTF8": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flask", "serve"],
            cwd=ROOT, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip
        for _ in range(600):
            try:
                if self.get("/readyz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        self.end(signal.SIGKILL)
        raise RuntimeError("the installation did not get ready")

    def get(self, path: str) -> tuple[int, str]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()

    def ask(self, text: str, sender: str = "a") -> str:
        body = json.dumps({"sender": sender, "message": text}).encode()
        url = f"http://127.0.0.1:{self.port}/webhooks/rest/webhook"
        request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            said: list[dict[str, Any]] = json.load(answer)
        return str(said[0]["text"])

    def end(self, number: signal.Signals) -> int:
        os.killpg(self.process.pid, number)
        code = self.process.wait(10)
        assert self.process.stderr
        self.process.stderr.close()
        return code


@pytest.fixture
def running(data: Path) -> Iterator[Running]:
    started = Running(data)
    yield started
    if started.process.poll() is None:
        started.end(signal.SIGKILL)


def test_it_answers_and_an_interrupt_ends_all_of_it(running: Running) -> None:
    assert "元/斤" in running.ask("白菜多少钱")
    assert running.get("/healthz")[0] == 200
    assert "tianxun" in running.get("/metrics")[1]
    assert running.end(signal.SIGINT) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", running.port)) != 0


def test_what_was_said_and_owed_survives_a_kill(running: Running, data: Path) -> None:
    assert "【" in running.ask("柑橘黄龙病怎么办", "b")
    running.end(signal.SIGKILL)
    again = Running(data)
    try:
        assert "没有" not in again.ask("更多", "b")[:6]
    finally:
        again.end(signal.SIGKILL)


def test_a_port_in_use_is_named_in_one_line(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environ = {**os.environ, "DATA_DIR": str(data), "PORT": str(taken.getsockname()[1])}
        command = [sys.executable, "-m", "flask", "serve"]
        refused = subprocess.run(
            command, check=False, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60
        )
    assert refused.returncode == 2
    assert "PORT" in refused.stderr and len(refused.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("is_away", [True, False])
def test_a_process_begins_though_the_store_goes_while_it_is_looked_at(
    data: Path, monkeypatch: pytest.MonkeyPatch, is_away: bool
) -> None:
    nowhere = open_store(f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none")

    def look(_settings: Settings) -> None:
        try:
            nowhere.engine.connect() if is_away else None
        finally:
            raise service.NotReady("it could not be looked at") from None

    (data / "model.npz").touch()
    monkeypatch.setattr("knowledge.db.current", lambda: nowhere)
    monkeypatch.setattr(service, "prepare", look)
    if is_away:
        service._prepare_unless_away(Settings(data_dir=data))
    else:
        # Whatever else is wrong ends the start, as it should.
        with pytest.raises(service.NotReady):
            service._prepare_unless_away(Settings(data_dir=data))


def test_without_a_place_to_keep_messages_nothing_starts(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data / "spool").write_text("")
    # The store is not even asked: a process that begins while it is away is refused too.
    monkeypatch.setattr("knowledge.db.current", lambda: pytest.fail("the store was opened first"))
    with pytest.raises(service.NotReady, match=r"^The folder .*/spool cannot be written \(File exists\): [^\n]+$"):
        service.prepare(Settings(data_dir=data))
