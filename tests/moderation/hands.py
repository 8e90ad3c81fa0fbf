"""A thousand posts in sixteen voices, 500 frauds and 500 honest ones; a hash of the voice says which half a post is in.

No voice is in both halves, and the frauds of the half that is reported were written in other words. Nothing is edited.
Nine further voices wrote after that half had been measured twice, and rules are made with them too; the last two wrote
when all was done, and nothing was changed for their sake.
"""

import hashlib
from pathlib import Path
from typing import NamedTuple

from knowledge.moderation.rules import Post

TUNE, REPORT, AFTER, LAST = 0, 1, 2, 3
_FILES = {AFTER: "hands_after.tsv", LAST: "hands_last.tsv"}
MONEY_FIRST = "money_first"
_HERE = Path(__file__).parent


class Labelled(NamedTuple):
    """A post, whether it is a fraud, of which kind, and in whose voice."""

    is_fraud: bool
    kind: str
    hand: str
    post: Post


def posts(half: int) -> list[Labelled]:
    """The posts of one half, or those that were written later."""
    found = []
    for line in (_HERE / _FILES.get(half, "hands.tsv")).read_text(encoding="utf-8").splitlines():
        label, of, kind, hand, text = line.split("\t")
        if half in _FILES or hashlib.sha256(hand.encode()).digest()[0] % 2 == half:
            found.append(Labelled(label == "fraud", kind, hand, Post(of, text)))
    return found
