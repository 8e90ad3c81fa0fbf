"""Web and worker as processes of their own, which a test may kill one by one."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

from sqlalchemy import select

from bot import serve
from knowledge import questions
from knowledge.clock import Clock
from knowledge.db import Store, open_store
from knowledge.models.inbound import Inbound
from knowledge.models.question import OPEN, OpenQuestion
from knowledge.settings import Settings
from tests.bot import wechat_client as weixin
from tests.bot.wechat_stand_in import APPID, SECRET
from tests.conftest import free_port

ROOT = Path(__file__).parent.parent.parent
WECHAT_SECONDS, PAGE_SECONDS = 5, 30
FIRST_SECOND = 1764000000


def until(done: Callable[[], Any], what: str, seconds: float = 100) -> None:
    """Waits for something that surely comes, unless the product is broken."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, f"{what} did not happen"
        time.sleep(0.05)


def openid(number: int) -> str:
    return f"o{number:027d}"


class Installation:
    """An official account's installation over a prepared data folder."""

    def __init__(self, data: Path, api_base: str, redis_url: str = "", database_url: str = "") -> None:
        self.data = data
        self.port = free_port()
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
        self.environ = {
            **kept,
            "PYTHONUTF8": "1",
            "DATA_DIR": str(data),
            "PORT": str(self.port),
            "WECHAT_TOKEN": weixin.TOKEN,
            "WECHAT_APPID": APPID,
            "WECHAT_SECRET": SECRET,
            "WECHAT_API_BASE": api_base,
            **({"REDIS_URL": redis_url} if redis_url else {}),
            **({"DATABASE_URL": database_url} if database_url else {}),
        }
        self.processes: list[subprocess.Popen[bytes]] = []
        self.store: Store = open_store(database_url or f"sqlite:///{data / 'tianxun.sqlite'}")

    def start_web(self) -> "subprocess.Popen[bytes]":
        """The web, once it is ready."""
        web = self._start(*serve._web(Settings(port=self.port)))
        until(lambda: web.poll() is not None or self.is_ready(), "the web's start")
        return web

    def start_worker(self) -> "subprocess.Popen[bytes]":
        return self._start(sys.executable, "-m", "flask", "worker")

    def flask(self, *arguments: str) -> str:
        """What a command prints, once it has gone well."""
        command = [sys.executable, "-m", "flask", *arguments]
        done = subprocess.run(command, check=True, cwd=ROOT, env=self.environ, capture_output=True, timeout=100)
        return done.stdout.decode()

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """Ends a process and its children as a power cut would."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                self.kill(process)
        self.store.engine.dispose()

    def push(self, text: str, number: int) -> str:
        """What WeChat hears within its five seconds for message `number` of farmer `number`; raises OSError."""
        said = self.post(weixin.text_push(text, openid(number), number, FIRST_SECOND + number))
        return "" if said == b"success" else ElementTree.fromstring(said).findtext("Content") or ""

    def post(self, xml: str) -> bytes:
        """What WeChat hears on one push of any kind; raises OSError."""
        url = f"http://127.0.0.1:{self.port}/wechat?{urlencode(weixin.query())}"
        request = urllib.request.Request(url, xml.encode(), {"Content-Type": "text/xml"})
        with urllib.request.urlopen(request, timeout=WECHAT_SECONDS) as answer:
            assert answer.status == 200
            return bytes(answer.read())

    def staff_answers(self, text: str) -> None:
        """Answers the only open question."""
        with self.store.reading() as session:
            number = session.scalars(select(OpenQuestion.id).where(OpenQuestion.state == OPEN)).one()
        questions.answer(self.store, number, text, Clock(timedelta()))

    def inbound(self) -> list[tuple[str, int]]:
        """State and number of late tries of every message, oldest first."""
        with self.store.reading() as session:
            rows = session.execute(select(Inbound.state, Inbound.tries).order_by(Inbound.id))
            return [(row[0], row[1]) for row in rows]

    def stored(self) -> list[int]:
        """The number of every message that is kept, smallest first."""
        with self.store.reading() as session:
            return sorted(int(sent.timestamp()) - FIRST_SECOND for sent in session.scalars(select(Inbound.sent_at)))

    def sql(self, *statements: str) -> None:
        with self.store.turn(60), self.store.engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def status(self, path: str) -> int:
        """What a page answers with; raises OSError when nothing comes."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PAGE_SECONDS) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            refused.close()
            return refused.code

    def is_ready(self) -> bool:
        try:
            return self.status("/readyz") == 200
        except OSError:
            return False

    def _start(self, *command: str) -> "subprocess.Popen[bytes]":
        with (self.data / "log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self.processes.append(process)
        return process
