"""`flask night` as it is, but for where the sites stand and how long it waits between two pages of one.

    python -m tests.night.hurried SPEC.json

SPEC names `sources` in their order, `homes` of those that belong to the product, `gap` in seconds, and `allow`, the
host:port of every stand-in. The last line on stderr is the most memory that the process held, in kilobytes.
"""

import json
import re
import sys
from pathlib import Path

from bot import cli_night
from knowledge.fetch import Gate, Pace, fetcher
from knowledge.sources import all_sources


def main(path: Path) -> None:
    """Runs the night; exits as the command does."""
    spec = json.loads(path.read_text(encoding="utf-8"))
    for name, home in spec["homes"].items():
        all_sources()[name].home = home
    replaced: dict[tuple[object, str], object] = {
        (cli_night, "Gate"): lambda **_: Gate(allow=frozenset(spec["allow"])),
        (fetcher, "Pace"): lambda: Pace(gap=spec["gap"]),
    }
    for (module, name), made in replaced.items():
        setattr(module, name, made)
    try:
        cli_night.night_command.main(spec["sources"])
    finally:
        # Of this process alone: what getrusage says begins with what its parent held.
        held = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
        print(held[1] if held else "", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
