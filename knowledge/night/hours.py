"""The hours of the night, in China: half past two, and half past five again for what failed."""

from datetime import date, datetime, time
from typing import NamedTuple

from knowledge.clock import local

# A worker that starts later in the day waits for the next night.
_SPANS = ((time(2, 30), time(5, 0)), (time(5, 30), time(7, 30)))


class Span(NamedTuple):
    """One of the two spans of a night."""

    night: date
    begins: time


def span(now: datetime) -> Span | None:
    """The span that this moment is in; None by day."""
    here = local(now)
    return next((Span(here.date(), first) for first, last in _SPANS if first <= here.time() < last), None)
