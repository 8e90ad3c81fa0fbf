"""Days in files become moments: a post lives from its first morning to its last midnight."""

import re
from datetime import date, datetime, time, timedelta

from knowledge.clock import SHANGHAI
from knowledge.imports.files import read_date


def start_of_day(day: date) -> datetime:
    """00:00 in China."""
    return datetime.combine(day, time(), SHANGHAI)


def end_of_day(day: date) -> datetime:
    """24:00 in China."""
    return start_of_day(day + timedelta(1))


def offset_or_date(text: str, offsets_from: date | None) -> date:
    """A date; for sample files also a number of days from `offsets_from`. Raises ValueError."""
    if offsets_from is not None and re.fullmatch(r"-?\d{1,4}", str(text)):
        return offsets_from + timedelta(int(text))
    return read_date(text)
