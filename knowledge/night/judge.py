"""A source as a whole, before any of its rows is looked at: is this what it brings every night?"""

from collections.abc import Sequence
from statistics import median

# Of the usual number of rows (RELIABILITY D3), once so many nights have made one.
FEWEST, MOST, NIGHTS = 0.5, 1.5, 3
# Of the different names on its pages; a handful says nothing.
KNOWN, NAMES = 0.6, 5

NOTHING = "一行也没有读到"


def doubt(rows: int, usual: Sequence[int], names: int, known: int) -> str:
    """Why nothing of it may be published, in Chinese; empty when it can be.

    `rows` is what it brought, `usual` what it brought on earlier nights over as many days, `names` how many different
    goods it named, and `known` how many of them we know.
    """
    if not rows:
        return NOTHING
    if len(usual) >= NIGHTS and not FEWEST <= rows / (middle := median(usual)) <= MOST:
        return f"读到 {rows} 行，平常约 {middle:g} 行"
    if names >= NAMES and known < KNOWN * names:
        return f"{names} 个品名里只认识 {known} 个，像是换了内容"
    return ""
