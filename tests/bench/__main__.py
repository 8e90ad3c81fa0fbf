"""`make bench`: how fast, each figure beside one that was measured in the same run."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence

from knowledge import clock, db
from tests.bench import alerts, memory, pages, quotes, ratio, search, stages
from tests.bench.installation import installed

# Search comes last, since it fills the index that the others answer from.
BENCHES = {
    "ratio": ratio.run, "stages": stages.run, "memory": memory.run, "pages": pages.run, "alerts": alerts.run,
    "search": search.run,
}  # fmt: skip
QUOTES, SHORT_QUOTES = 2_000_000, 20_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs what is named, or all, over one store that is filled once."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Figures on speed and memory.")
    parser.add_argument("name", nargs="?", choices=BENCHES, help="one of them; without it all are run")
    parser.add_argument("--short", action="store_true", help="a smaller store and shorter rounds")
    chosen = parser.parse_args(arguments)
    names = [chosen.name] if chosen.name else list(BENCHES)
    begun = time.monotonic()
    with installed() as folder:
        print(f"a new store filled and the model trained in {time.monotonic() - begun:.1f} s", flush=True)
        if names != ["search"]:
            begun = time.monotonic()
            filled = quotes.fill(db.current(), SHORT_QUOTES if chosen.short else QUOTES, clock.current().today())
            print(f"{filled} quotes filled in {time.monotonic() - begun:.1f} s", flush=True)
        for name in names:
            # What else the machine does is in every figure.
            print(f"\nload of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
            BENCHES[name](folder, chosen.short)


if __name__ == "__main__":
    # Whatever ends it, its servers end and its folder goes.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    main()
