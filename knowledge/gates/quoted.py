"""What the gates look at: a series' figures day by day, and other markets' beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

# The quotes that make a series' usual figure.
NEAR = 5
EXACT = 0.01


@dataclass(frozen=True, slots=True)
class Quoted:
    """One day's figures of one series, positive and in one unit; None where the source names no lowest or highest."""

    day: date
    average: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The same commodity at a market of another source: its figure around that day in the same unit, and its usual."""

    average: float
    usual: float | None = None


def usual(own: Sequence[Quoted]) -> float:
    """The median of a series' last quotes, of which there is at least one."""
    return median(past.average for past in own[-NEAR:])


def is_double(fresh: Quoted, past: Quoted) -> bool:
    """Whether every figure is twice a past quote's, or every figure half of it: few honest steps are."""
    factor = 2.0 if fresh.average > past.average else 0.5
    pairs = ((fresh.average, past.average), (fresh.low, past.low), (fresh.high, past.high))
    return all(now is None or then is None or abs(now - then * factor) <= EXACT * now for now, then in pairs)
