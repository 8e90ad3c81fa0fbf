"""An installation of its own, started as `make run` starts it."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

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
