"""The same action classes under rasa-sdk's own server."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import free_port

ROOT = Path(__file__).parent.parent.parent


def test_rasa_sdks_action_server_serves_the_actions(filled_sqlite: Path, tmp_path: Path) -> None:
    shutil.copy(filled_sqlite, tmp_path / "tianxun.sqlite")
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    environ = {**kept, "DATA_DIR": str(tmp_path), "CLOCK": "2026-11-24T10:00:00+08:00"}
    command = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    call = {
        "next_action": "action_ask_price",
        "domain": {},
        "tracker": {
            "sender_id": "a",
            "slots": {},
            "latest_message": {"text": "白菜多少钱", "entities": [{"entity": "commodity", "value": "白菜"}]},
        },
    }
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/webhook", json.dumps(call).encode(), {"Content-Type": "application/json"}
    )
    try:
        for _ in range(150):
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    said = json.load(answer)
                break
            except OSError:
                time.sleep(0.2)
        else:
            pytest.fail("the action server did not answer")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)
    assert "元/斤" in said["responses"][0]["text"]
