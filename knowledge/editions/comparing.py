"""What two editions say differently, clause by clause."""

import re
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from knowledge.editions.fields import LABELS, OF_KIND, Fields

SAME, GONE, NEW = "same", "gone", "new"
_CLAUSES = re.compile(r"[^，。；：！？、\n]*[，。；：！？、\n]?")


class Run(NamedTuple):
    """A stretch of text that both have (`same`), or the older (`gone`) or the newer (`new`) alone."""

    kind: str
    text: str


def compared(kind: str, older: Fields, newer: Fields) -> list[tuple[str, list[Run]]]:
    """The fields that differ, by their Chinese names, each as runs in the order of reading."""
    pairs = ((name, _as_text(older.get(name)), _as_text(newer.get(name))) for name in OF_KIND[kind])
    return [(LABELS[name], runs(before, after)) for name, before, after in pairs if before != after]


def runs(before: str, after: str) -> list[Run]:
    """One text beside another; the same runs and the gone ones are `before`, the same and the new ones `after`."""
    old, new = _CLAUSES.findall(before), _CLAUSES.findall(after)
    found = []
    for _, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new).get_opcodes():
        gone, added = "".join(old[from_old:to_old]), "".join(new[from_new:to_new])
        found += [Run(SAME, gone)] if gone == added else [Run(GONE, gone), Run(NEW, added)]
    return [run for run in found if run.text]


def _as_text(value: Any) -> str:
    return "、".join(value) if isinstance(value, list) else str(value or "")
