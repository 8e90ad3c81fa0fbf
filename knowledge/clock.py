"""The installation's time: the only reader of the machine's clock."""

import json
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from knowledge import settings

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Clock:
    """A clock that runs `offset` ahead of the machine's."""

    offset: timedelta = timedelta()

    def now(self) -> datetime:
        """This moment in UTC."""
        return datetime.now(UTC) + self.offset

    def today(self) -> date:
        """The day on Chinese calendars."""
        return local(self.now()).date()


def local(moment: datetime) -> datetime:
    """The same moment as people in China read it."""
    return moment.astimezone(SHANGHAI)


def machine_seconds() -> float:
    """Unix seconds of the machine itself, for WeChat's time stamps and expiries, which no demo clock moves."""
    return time.time()


@cache
def current() -> Clock:
    """This process's clock."""
    chosen = settings.current()
    return start(chosen.clock, chosen.data_dir, restart=False)


def start(begin: datetime | None, data_dir: Path, *, restart: bool) -> Clock:
    """The clock that starts at `begin`; its offset lies in `data_dir` so that every command shares it.

    `restart` makes it begin anew (as `make run` does); without it a kept offset of the same `begin` goes on.
    """
    if begin is None:
        return Clock()
    kept = data_dir / "clock.json"
    if not restart and kept.exists():
        found = json.loads(kept.read_text(encoding="utf-8"))
        if found.get("begin") == begin.isoformat():
            return Clock(timedelta(seconds=found["offset_seconds"]))
    offset = begin - datetime.now(UTC)
    data_dir.mkdir(parents=True, exist_ok=True)
    kept.write_text(
        json.dumps({"begin": begin.isoformat(), "offset_seconds": offset.total_seconds()}), encoding="utf-8"
    )
    return Clock(offset)
