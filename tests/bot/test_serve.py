"""Web and worker as `make run` starts them."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot import service
from knowledge.db import open_store
from knowledge.settings import Settings
from tests.bot.running import ROOT, Running
from tests.conftest import free_port


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
