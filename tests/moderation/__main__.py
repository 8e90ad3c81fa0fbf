"""How many scams the rules hold, and how many honest posts: `python -m tests.moderation [tune|report]`."""

import sys

from tests.moderation.posts import REPORT, TUNE, measured

if __name__ == "__main__":
    half = TUNE if sys.argv[1:] == ["tune"] else REPORT
    found = measured(half)
    print(f"scams held {found.caught} of {found.scams}, honest held {found.wrongly} of {found.honest}")
    if half == TUNE:
        print(*found.faults, sep="\n")
