"""`make bench`: the full answer as a ratio to a bare Flask hello on the same server, interleaved."""

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from bot.channels.wechat_crypto import signature
from tests.conftest import free_port

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TOKEN = "benchtoken"
ROUNDS, SECONDS = 3, 6
SERVER = ("--workers", "2", "--threads", "6", "--worker-class", "gthread", "--worker-connections", "10")


def main() -> int:
    """Prints one line per round, the median ratio, and the memory of the web workers."""
    if not shutil.which("wrk"):
        print("make bench needs the Debian package wrk: apt-get install wrk")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        environ = {
            **os.environ, "DATA_DIR": folder, "WECHAT_TOKEN": TOKEN, "FLOOD_LIMIT": "0", "WECHAT_REPLAY_WINDOW": "0",
        }  # fmt: skip
        begun = time.monotonic()
        subprocess.run([sys.executable, "-m", "flask", "setup"], cwd=ROOT, env=environ, check=True)
        print(f"a new store filled and the model trained in {time.monotonic() - begun:.1f} s")
        ports = free_port(), free_port()
        servers = [
            _serve("tests.bench.hello:create_app()", ports[0], environ),
            _serve("webhook:create_app()", ports[1], environ),
        ]
        try:
            _compare(*ports)
            _memory(servers[1].pid)
        finally:
            for server in servers:
                server.terminate()
                server.wait()
    return 0


def _compare(hello: int, app: int) -> None:
    query = f"timestamp=1764000000&nonce=n&openid=o&signature={signature(TOKEN, '1764000000', 'n')}"
    _rate(f"http://127.0.0.1:{app}/wechat?{query}", 2)
    for kind, arguments in {"questions that come again": (), "questions never asked before": ("new",)}.items():
        ratios = []
        for number in range(1, ROUNDS + 1):
            reference = _rate(f"http://127.0.0.1:{hello}/hello?{query}", SECONDS)
            ours = _rate(f"http://127.0.0.1:{app}/wechat?{query}", SECONDS, *arguments)
            ratios.append(ours / reference)
            print(f"round {number}: hello {reference:.0f}/s  full answer {ours:.0f}/s  ratio {ratios[-1]:.3f}")
        print(f"{kind}: median ratio {statistics.median(ratios):.3f}")


def _rate(url: str, seconds: int, *arguments: str) -> float:
    command = ["wrk", "-t1", "-c16", f"-d{seconds}s", "-s", str(HERE / "push.lua"), url, "--", *arguments]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in shown:
        raise RuntimeError(f"some answers were no 200:\n{shown}")
    return float(re.findall(r"Requests/sec:\s+([\d.]+)", shown)[0])


def _memory(master: int) -> None:
    for process in Path("/proc").glob("[0-9]*"):
        status = dict(re.findall(r"^(\w+):\s+(\d+)", _read(process / "status"), re.MULTILINE))
        if status.get("PPid") == str(master):
            print(f"web worker {process.name}: {int(status['VmRSS']) / 1024:.0f} MB resident")


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _serve(app: str, port: int, environ: dict[str, str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "gunicorn", app, "--bind", f"127.0.0.1:{port}", *SERVER]
    server = subprocess.Popen([*command, "--no-control-socket", "--log-level", "error"], cwd=ROOT, env=environ)
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    if "webhook" in app:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=30).close()
    return server


if __name__ == "__main__":
    sys.exit(main())
