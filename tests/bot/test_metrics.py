"""What /metrics counts: the whole installation's requests, whichever process answers."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.bench import processes
from tests.bot.running import ROOT, Running


def counted(running: Running) -> int:
    found = re.search(
        r'^tianxun_requests_total\{endpoint="operations.healthz",status="200"\} (\S+)$',
        running.get("/metrics")[1],
        re.MULTILINE,
    )
    return int(float(found[1])) if found else 0


def ask_at_once(running: Running, times: int) -> None:
    """Asks on so many connections, more than one process takes."""
    connections = [http.client.HTTPConnection("127.0.0.1", running.port, timeout=10) for _ in range(times)]
    for connection in connections:
        connection.request("GET", "/healthz")
    for connection in connections:
        connection.getresponse().read()
    for connection in connections:
        connection.close()


def web_processes(running: Running) -> list[int]:
    """The two that answer, below gunicorn's own."""
    everybody = processes.below(running.process.pid)
    return [pid for pid in everybody if "gunicorn" in processes.command(pid) and not processes.children(pid)]


def test_every_process_tells_the_requests_of_all_also_of_one_that_was_killed(running: Running) -> None:
    asked = 0
    while len(list((running.data / "figures").glob("counter_*"))) < 2:
        ask_at_once(running, 15)
        asked += 15
    assert {counted(running) for _ in range(20)} == {asked}
    killed = web_processes(running)[0]
    os.kill(killed, signal.SIGKILL)
    while killed in web_processes(running) or len(web_processes(running)) < 2:
        time.sleep(0.1)
    running.get("/healthz")
    assert {counted(running) for _ in range(20)} == {asked + 1}


def test_a_new_start_counts_from_nothing(running: Running, data: Path) -> None:
    running.get("/healthz")
    running.end(signal.SIGTERM)
    again = Running(data)
    try:
        again.get("/healthz")
        assert counted(again) == 1
    finally:
        again.end(signal.SIGKILL)


def asked(figures: Path, before: str) -> str:
    """What a process of its own answers to two requests."""
    program = (
        "import resource; from pathlib import Path; from flask import Flask; from bot.channels import operations\n"
        f"{before}\napp = Flask('any'); app.register_blueprint(operations.blueprint(str, Path({str(figures)!r})))\n"
        "print([app.test_client().get(path).status_code for path in ('/healthz', '/metrics')])"
    )
    environ = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(figures)}
    done = subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT, env=environ, capture_output=True)
    return done.stdout.decode().strip()


def test_what_cannot_be_counted_is_answered_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert asked(tmp_path / "file", "") == "[200, 200]"
    # As on a full disk, where a mapped page without room would end the process, and a file without any end all figures.
    full = "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))"
    assert asked(tmp_path, full) == "[200, 200]" and [path.name for path in tmp_path.iterdir()] == ["file"]
