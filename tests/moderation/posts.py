"""Posts written for the tests, 60 scams and 60 honest ones; a hash of the text says which half a post is in.

Twenty more of each were written after the first rules, in other words, and the rules then widened by them; the last
twenty of each were written after that, and no rule has been changed for their sake.
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.moderation.rules import JOB, Post, held_for

TUNE, REPORT, AFTER, LAST = 0, 1, 2, 3
_FILES = {AFTER: "posts_after.tsv", LAST: "posts_last.tsv"}
_HERE = Path(__file__).parent


@dataclass
class Found:
    """What the rules did to one half; `faults` are the posts that they got wrong."""

    scams: int = 0
    honest: int = 0
    caught: int = 0
    wrongly: int = 0
    faults: list[str] = field(default_factory=list)


def posts(half: int) -> list[tuple[bool, Post]]:
    """Whether it is a scam, and the post."""
    found = []
    for line in (_HERE / _FILES.get(half, "posts.tsv")).read_text(encoding="utf-8").splitlines():
        label, kind, employer, text = line.split("\t")
        if half in _FILES or int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2 == half:
            found.append((label == "scam", Post(kind, text, employer if kind == JOB else None)))
    return found


def measured(half: int) -> Found:
    """The rules over one half."""
    found = Found()
    for is_scam, post in posts(half):
        held = held_for(post)
        found.scams += is_scam
        found.honest += not is_scam
        found.caught += is_scam and bool(held)
        found.wrongly += not is_scam and bool(held)
        if is_scam != bool(held):
            found.faults.append(f"{post.text}\t{held}")
    return found
