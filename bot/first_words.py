"""The first words of a message, which may judge what was said before, and what comes after them."""

import re
from typing import NamedTuple

from knowledge.text import normalise

LONGEST = 200
_HEAD = re.compile(r"[^,，.。!！;；:：~～\s]+")


class Parted(NamedTuple):
    """A message up to its first mark or blank, in comparable form, and the rest as it was typed."""

    said: str
    words: str


def parted(text: str) -> Parted | None:
    """The message in two; None for one that is too long, or begins with a mark."""
    # As it was typed: normalising closes the gap in 不管用 还是黄.
    typed = text.lstrip()
    head = _HEAD.match(typed)
    if head is None or len(text) > LONGEST:
        return None
    return Parted(normalise(head[0]).text, typed[head.end() :].strip(" ，,。.！!；;：:~～\n"))
