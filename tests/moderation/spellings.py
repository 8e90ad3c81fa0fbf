"""500 spellings of phone numbers, all of ranges that are given to nobody, and 1,000 figures that are no phones.

Some forty spellings were written singly, the others by a hundred manners in fifty sentences; the figures by a hundred
sentences that farmers and offices write. A hash of the text says which half a line is in.
"""

import hashlib
from pathlib import Path

TUNE, REPORT = 0, 1
_HERE = Path(__file__).parent


def phones(half: int) -> list[tuple[str, str]]:
    """The digits that are meant, area code included, and the text that spells them."""
    found = []
    for line in (_HERE / "phones.tsv").read_text(encoding="utf-8").splitlines():
        digits, text = line.split("\t")
        if _half(text) == half:
            found.append((digits, text.replace("\\n", "\n")))
    return found


def figures(half: int) -> list[str]:
    """Texts without any phone."""
    lines = (_HERE / "figures.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if _half(line) == half]


def _half(text: str) -> int:
    return hashlib.sha256(text.encode()).digest()[0] % 2
