"""Nights as processes of their own over stand-ins that count what they send."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from tests.knowledge.fetch.stand_in import Reply, Route, StandIn, Visit, missing, running

ROOT = Path(__file__).parent.parent.parent
MOMENT = "2026-11-24T10:00:00+08:00"


@dataclass
class Counted:
    """A site, the bytes that it has sent, when it was first asked, and when its source's night ended."""

    name: str
    site: StandIn
    sent: int = 0
    first: float = 0.0
    last: float = 0.0

    @property
    def seconds(self) -> float:
        return self.last - self.first


@dataclass
class _Door:
    """A connection that counts what goes out."""

    whole: Any
    counted: Counted

    def sendall(self, what: bytes) -> None:
        self.whole.sendall(what)
        self.counted.sent += len(what)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)


@dataclass
class Sites:
    """Open stand-ins by the names of their sources; `homes` are those of the product's own."""

    until_then: ExitStack
    open: dict[str, Counted] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, routes: Mapping[str, Route], robots: Route = missing, *, own: bool = False) -> str:
        """Opens a site for a source of this name; its base address."""
        counted = Counted(name, cast("StandIn", None))
        wrapped = {path: _counting(route, counted) for path, route in routes.items()}
        counted.site = self.until_then.enter_context(running(wrapped, _counting(robots, counted)))
        self.open[name] = counted
        if own:
            self.homes[name] = counted.site.base
        return counted.site.base

    def spec(self, folder: Path, names: list[str], gap: float) -> Path:
        """What the night of these sources is told."""
        said = {
            "sources": names,
            "homes": self.homes,
            "gap": gap,
            "allow": [one.site.key for one in self.open.values()],
        }
        path = folder / "spec.json"
        path.write_text(json.dumps(said), encoding="utf-8")
        return path


def _counting(route: Route, counted: Counted) -> Route:
    def counting(visit: Visit) -> Reply | None:
        counted.first = counted.first or time.monotonic()
        reply = route(replace(visit, connection=cast("Any", _Door(visit.connection, counted))))
        counted.sent += len(reply.body) if reply else 0
        return reply

    return counting


def use(data: Path, url: str) -> None:
    """The installation in this folder keeps its store there from now on."""
    (data / "database").write_text(url, encoding="utf-8")


def database(data: Path) -> str:
    """Where the installation in this folder keeps its store."""
    elsewhere = data / "database"
    return elsewhere.read_text(encoding="utf-8") if elsewhere.exists() else f"sqlite:///{data / 'tianxun.sqlite'}"


def environ(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return {**kept, "DATA_DIR": str(data), "DATABASE_URL": database(data), "CLOCK": MOMENT, "PYTHONUTF8": "1"}


def start(data: Path, spec: Path) -> "subprocess.Popen[str]":
    """A night that has begun."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.night.hurried", str(spec)], cwd=ROOT, env=environ(data), text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def flask(data: Path, *arguments: str) -> None:
    """A command that must succeed."""
    command = [sys.executable, "-m", "flask", *arguments]
    subprocess.run(command, cwd=ROOT, env=environ(data), check=True, capture_output=True)
