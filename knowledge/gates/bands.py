"""Whether lowest and highest stand as near to the average as they use to: a slip of one figure alone."""

from collections.abc import Callable, Sequence

from knowledge.gates.quoted import Quoted

# A distance may be this many times the largest of the last quotes'.
WIDER = 2.5


def doubt(fresh: Quoted, own: Sequence[Quoted]) -> str:
    """Which figure is too far from the average, in Chinese; empty when none is."""
    return _far("最低价", _below, fresh, own) or _far("最高价", _above, fresh, own)


def _far(name: str, distance: Callable[[Quoted], float], fresh: Quoted, own: Sequence[Quoted]) -> str:
    now = distance(fresh)
    if now <= WIDER:
        return ""
    largest = max(map(distance, own), default=1.0)
    return f"{name}离均价太远（差 {now:.3g} 倍，以前最多 {largest:.3g} 倍）" if now > largest * WIDER else ""


def _below(quoted: Quoted) -> float:
    return quoted.average / quoted.low if quoted.low else 1.0


def _above(quoted: Quoted) -> float:
    return quoted.high / quoted.average if quoted.high else 1.0
