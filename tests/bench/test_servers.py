"""The benches that start servers, on tiny sizes."""

import shutil
from pathlib import Path

import pytest

from knowledge import clock
from knowledge.clock import Clock
from knowledge.db import Store
from tests.bench import installation, memory, open_loop, pushes, quotes, ratio
from tests.bench.memory import Length
from tests.conftest import missing


@pytest.fixture
def installed(sqlite_store: Store, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The filled store's folder as an installation that servers can be started in."""
    shutil.copy(model, tmp_path / "model.npz")
    for name, value in {**installation.OWN, "DATA_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(clock, "current", Clock)
    return tmp_path


def test_the_ratio_is_measured_for_each_number_of_processes_over_the_filled_quotes(
    installed: Path, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if not shutil.which("wrk"):
        missing("wrk")
    for name, value in {"PROCESSES": (1,), "PAIRS": 1, "SHORT_SECONDS": 1, "WARM_SECONDS": 1}.items():
        monkeypatch.setattr(ratio, name, value)
    quotes.fill(sqlite_store, 6000, Clock().today())
    ratio.run(installed, short=True)
    *_, again, never, rested = capsys.readouterr().out.splitlines()
    assert again.startswith(ratio.AGAIN) and never.startswith(ratio.NEVER)
    assert "0 % of them" not in rested.replace("100 %", "")


def test_memory_and_waiting_are_measured_on_web_and_worker(
    installed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(memory, "SHORT", Length(2, 1, 0.5))
    memory.run(installed, short=True)
    lines = capsys.readouterr().out.splitlines()
    rows = {line.split()[0]: line.split()[1:] for line in lines if line.strip()}
    assert rows["50"][:2] == ["100", "0"] and rows["100"][:2] == ["100", "0"]
    assert all(float(rows[kind][0]) > 1 for kind in memory.MEASURED)
    assert float(rows["all"][0]) > float(rows["web"][0]) + float(rows["worker"][0])


def test_an_unsigned_answer_is_an_error(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushes, "TOKEN", "another")
    with installation.gunicorn("webhook:create_app()", 1) as address:
        sent = open_loop.run(pushes.sender(address, ["白菜多少钱"]), 10, 0.2)
    assert [one.fault.split()[:2] for one in sent] == [["Failed:", "403"]] * 2
