"""How many scams the rules hold, and how many honest posts: `python -m tests.moderation [tune|report|after|last]`."""

import sys

from tests.moderation.posts import AFTER, LAST, REPORT, TUNE, measured

if __name__ == "__main__":
    half = {"tune": TUNE, "after": AFTER, "last": LAST}.get(" ".join(sys.argv[1:]), REPORT)
    found = measured(half)
    print(f"scams held {found.caught} of {found.scams}, honest held {found.wrongly} of {found.honest}")
    if half == TUNE:
        print(*found.faults, sep="\n")
