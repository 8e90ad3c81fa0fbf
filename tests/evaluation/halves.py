"""Two halves of the evaluation data: one may be tuned on, the figures to quote are the other's."""

import hashlib
from pathlib import Path

HERE = Path(__file__).parent
TUNING, REPORTING = PARTS = ("tuning", "reporting")


def part_of(text: str) -> str:
    """The half that a line belongs to, for good: a hash of its text decides."""
    return PARTS[hashlib.sha256(text.encode()).digest()[0] % 2]


def share(count: int, whole: int) -> str:
    """A share in three digits; a dash where there is nothing to share."""
    return f"{count / whole:.3f}" if whole else "  -  "
