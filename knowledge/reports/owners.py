"""Whose a report is, and of which class: by its words and its place alone."""

import re
from collections.abc import Iterable

from knowledge import danger
from knowledge.models.region import significant, within
from knowledge.models.report import Unit

URGENT, INQUIRY, COMPLAINT = "urgent", "inquiry", "complaint"
_ASKS = re.compile(r"请问|咨询|想问|问一下|问下|问问")


def owner(units: Iterable[Unit], words: str, region_code: str | None, home: str) -> Unit | None:
    """The unit of the subject, else the one of the smallest division around the place; None where no unit is."""
    place = region_code or home
    around = [unit for unit in units if within(place, unit.region_code) and _takes(unit, words)]
    return max(
        around, key=lambda unit: (bool(unit.subjects), len(significant(unit.region_code)), -unit.id), default=None
    )


def class_of(words: str) -> str:
    """The key of the class: danger first, then a question, else a complaint."""
    if danger.urgency(words):
        return URGENT
    return INQUIRY if _ASKS.search(words) else COMPLAINT


def _takes(unit: Unit, words: str) -> bool:
    """Whether the unit takes any matter of its division, or the words name one of its subjects."""
    return not unit.subjects or any(subject and subject in words for subject in unit.subjects.split("|"))
