"""What the rows of one page must look like together: columns that changed places show in most rows, not in one.

A single odd row stays in: the gates before publishing hold it, and the page's other rows are right.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypeVar

from knowledge import units
from knowledge.sources.base import LayoutChanged, Row

T = TypeVar("T")

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖徽闽赣鲁豫鄂湘粤桂琼渝川蜀贵黔云滇藏陕秦甘陇青宁新"
PLACE = re.compile(r".*[省市县区州盟旗镇乡]")
_MARKET = re.compile(r".*(市场|公司|中心|物流园|合作社)")
# Kinds, qualities and provinces, which stand in the columns beside the name.
_BESIDE = re.compile(
    rf"蔬菜|水果|肉禽蛋|水产品?|粮油|豆制品|调料|畜产品|粮食|油料|特菜|水菜|进口水?果|.*类|普通|精[品选]|[活鲜冻]|[{PROVINCES}]+"
)
# Honest rows hardly ever span more (新发地 2013-2016).
_WIDEST = 20


def priced(rows: Sequence[Row]) -> list[Row]:
    """The rows that name a price; raises LayoutChanged where most of them cannot be right."""
    found = [row for row in rows if row["average"]]
    check_rows(found)
    return found


def check_rows(rows: Sequence[Row]) -> None:
    """Raises LayoutChanged where most rows cannot be right."""
    refuse_most(rows, lambda row: not _is_known(row["unit"]), "单位一个个都不认识，像是换了列")
    refuse_most(rows, lambda row: _is_other(row["commodity"]), "品名不像品名，像是换了列")
    spans = [row for row in rows if len({row["low"], row["average"], row["high"]} - {""}) > 1]
    refuse_most(spans, _is_out_of_order, "最低、均价、最高的大小不对，像是换了列")


def check_spans(rows: Sequence[Row]) -> None:
    """Raises LayoutChanged where a site that tells the lowest and the highest price mostly does not."""
    refuse_most(rows, lambda row: not row["low"] or not row["high"], "大多没有最低、最高价，像是换了列")


def check_places(places: Sequence[str]) -> None:
    """Raises LayoutChanged where most places are none."""
    refuse_most(places, lambda place: not PLACE.fullmatch(place), "产地不像地名，像是换了列")


def refuse_most(found: Sequence[T], wrong: Callable[[T], bool], reason: str) -> None:
    """Raises LayoutChanged for this reason where at least half of what was found is wrong."""
    if found and sum(map(wrong, found)) * 2 >= len(found):
        raise LayoutChanged(reason)


def _is_known(unit: str) -> bool:
    return unit in units.PRICE_UNITS


def _is_other(commodity: str) -> bool:
    return any(other.fullmatch(commodity) for other in (_BESIDE, _MARKET, PLACE))


def _is_out_of_order(row: Row) -> bool:
    average = Decimal(row["average"])
    low, high = Decimal(row["low"] or average), Decimal(row["high"] or average)
    return not low <= average <= high or high > low * _WIDEST
