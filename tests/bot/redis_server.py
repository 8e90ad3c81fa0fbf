"""A real Redis server of a test's own."""

import subprocess
import time
from pathlib import Path

from redis import Redis

from tests.conftest import free_port


class Server:
    """A real Redis server that a test may stop, hang and start again, empty."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.folder = folder
        self.start()

    def start(self) -> None:
        command = [
            "redis-server",
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(self.folder),
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        with Redis.from_url(self.url) as client:
            for _ in range(200):
                try:
                    client.ping()
                    return
                except Exception:
                    time.sleep(0.05)
        raise RuntimeError("the Redis server did not start")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
