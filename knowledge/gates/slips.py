"""Slips of the unit: what staff are told of one, and whether a whole page has one."""

from collections.abc import Sequence
from math import log
from statistics import median

BEFORE, ELSEWHERE = "前几次", "别的市场"
STEP, PAGE = "比{}差太多", "整页价格一起变了"
# How near to a slip's factor a step is told as one.
LIKE = log(1.2)
# What a row's unit was taken for, by the factor between the two.
_TAKEN = (
    (2.0, "公斤当成了斤", "斤当成了公斤"),
    (10.0, "小数点错了一位", "小数点错了一位"),
    (50.0, "50公斤当成了公斤", "公斤当成了50公斤"),
    (100.0, "50公斤当成了斤，或小数点错了两位", "斤当成了50公斤，或小数点错了两位"),
    (1000.0, "吨当成了公斤", "公斤当成了吨"),
    (2000.0, "吨当成了斤", "斤当成了吨"),
)
# Markets do not all move this far in one night; fewer rows say nothing of a page.
PAGE_STEP, FEWEST_ROWS = log(1.5), 5


def told(before: float, now: float, where: str = BEFORE) -> str:
    """A step in words for staff: what it is measured by, both figures, and the slip that it looks like."""
    slip = _slip(now / before)
    return f"{STEP.format(where)}（约 {before:g}，这次 {now:g}{'，像是' + slip if slip else ''}）"


def of_page(ratios: Sequence[float]) -> str:
    """Why no row of a page can be believed, from each row's figure over its series' usual one; empty when they can."""
    if len(ratios) < FEWEST_ROWS or abs(log(middle := median(ratios))) < PAGE_STEP:
        return ""
    slip = _slip(middle)
    return f"{PAGE}（多数是以前的 {middle:.3g} 倍{'，像是' + slip if slip else ''}）"


def _slip(ratio: float) -> str:
    for factor, upward, downward in _TAKEN:
        if abs(abs(log(ratio)) - log(factor)) < LIKE:
            return upward if ratio > 1 else downward
    return ""
