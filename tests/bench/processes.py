"""What Linux says of processes: whose children they are, their memory, and whether they work."""

import os
import re
import time
from pathlib import Path

# Of a processor's second: a server that waits for messages wakes up now and then.
IDLE_SECONDS = 0.03
_TICKS = os.sysconf("SC_CLK_TCK")


def children(parent: int) -> list[int]:
    """The processes directly below, in the order of their start."""
    return sorted(
        int(path.parent.name) for path in Path("/proc").glob("[0-9]*/status") if _field(path, "PPid") == parent
    )


def below(parent: int) -> list[int]:
    """All processes below, at every depth."""
    return [pid for child in children(parent) for pid in (child, *below(child))]


def resident_mb(pid: int) -> float:
    """Megabytes in memory; 0 for a process that is gone."""
    return (_field(Path(f"/proc/{pid}/status"), "VmRSS") or 0) / 1024


def command(pid: int) -> str:
    """The command line; empty for a process that is gone."""
    return _read(Path(f"/proc/{pid}/cmdline")).replace("\0", " ")


def wait_until_idle(parent: int, least: int, seconds: float) -> None:
    """Waits until `parent` has `least` children that have loaded and rest; raises RuntimeError after `seconds`."""
    until = time.monotonic() + seconds
    before: dict[int, float] = {}
    while time.monotonic() < until:
        worked = {pid: _worked_seconds(pid) for pid in children(parent)}
        if len(worked) >= least and all(worked[pid] - before.get(pid, -1) < IDLE_SECONDS for pid in worked):
            return
        before = worked
        time.sleep(1)
    raise RuntimeError("the server did not get ready")


def _worked_seconds(pid: int) -> float:
    # The command's name, in brackets, may hold spaces.
    stat = _read(Path(f"/proc/{pid}/stat")).rpartition(") ")[2].split()
    return (int(stat[11]) + int(stat[12])) / _TICKS if stat else 0.0


def _field(status: Path, name: str) -> int | None:
    found = re.search(rf"^{name}:\s+(\d+)", _read(status), re.MULTILINE)
    return int(found[1]) if found else None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
