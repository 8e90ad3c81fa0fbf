"""How many frauds the rules hold, and how many honest posts: `python -m tests.moderation [tune|report|after|last]`.

First of the hundred and sixty older posts, then of those in many voices, by kind; of the halves that rules are made with
also what they got wrong.
"""

import sys
from collections import Counter

from knowledge.moderation.rules import held_for
from tests.moderation import hands
from tests.moderation.posts import AFTER, LAST, REPORT, TUNE, measured


def by_kind(half: int) -> str:
    """Held and all, of each kind."""
    found = hands.posts(half)
    of = Counter(each.kind for each in found)
    held = Counter(each.kind for each in found if held_for(each.post))
    return ", ".join(f"{kind} {held[kind]} of {count}" for kind, count in sorted(of.items()))


if __name__ == "__main__":
    half = {"tune": TUNE, "after": AFTER, "last": LAST}.get(" ".join(sys.argv[1:]), REPORT)
    found = measured(half)
    print(f"scams held {found.caught} of {found.scams}, honest held {found.wrongly} of {found.honest}")
    print(by_kind(half))
    if half in (TUNE, AFTER):
        print(*found.faults, sep="\n")
        wrong = (each for each in hands.posts(half) if bool(held_for(each.post)) != each.is_fraud)
        print(*(f"{each.post.text}\t{held_for(each.post)}" for each in wrong), sep="\n")
