"""Posts written for the tests, 60 scams and 60 honest ones; a hash of the text says which half a post is in."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.moderation.rules import JOB, Post, held_for

TUNE, REPORT = 0, 1


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
    for line in (Path(__file__).parent / "posts.tsv").read_text(encoding="utf-8").splitlines():
        label, kind, employer, text = line.split("\t")
        if int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2 == half:
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
