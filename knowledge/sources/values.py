"""How what stands on a page is read strictly: fields, figures, days, names and units; what does not fit is refused."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from knowledge import units
from knowledge.imports import prices
from knowledge.sources.base import LayoutChanged, Row

_LONGEST_NAME = 40
NO_PRICE = frozenset({"", "-", "--", "—", "——", "面议", "暂无", "暂无报价"})
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00:00(?:\.0+)?)?")
# A day without its dashes would be a figure too.
_BEYOND_BELIEF = 1_000_000
# Markup, a price or a figure in a name, a sign before it.
_NO_NAME = re.compile(r"[<>{}]|\d元|元/|^\W*-|-\d+(?:\.\d+)?$")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def field(record: object, key: str, *kinds: type) -> Any:
    """The record's value under this key; raises LayoutChanged where it is missing or of another kind."""
    if not isinstance(record, dict):
        raise LayoutChanged("应是一条记录，来的是别的")
    if key not in record:
        raise LayoutChanged(f"缺「{key}」")
    value = record[key]
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise LayoutChanged(f"「{key}」变了样")
    return value


def figure(written: str | Decimal | int | None) -> str:
    """A plain figure below a million as the site writes it, empty where it names none; raises LayoutChanged."""
    text = "" if written is None else str(written).strip()
    if text in NO_PRICE:
        return ""
    try:
        if units.decimal(text) < _BEYOND_BELIEF:
            return text
    except ValueError:
        pass
    raise LayoutChanged(f"「{text[:20]}」不是价格")


def since(rows: Sequence[Row], first: date, last: date) -> list[Row]:
    """The rows of the days that were asked for: a site may show older ones too. Raises LayoutChanged for later ones."""
    late = [row["date"] for row in rows if row["date"] > (last + timedelta(1)).isoformat()]
    if late:
        raise LayoutChanged(f"日期 {late[0]} 还没有到")
    return [row for row in rows if row["date"] >= (first - timedelta(1)).isoformat()]


def as_day(written: str) -> date:
    """A day that is written as 2026-11-20, with or without midnight; a time of day or a time zone is no day."""
    match = _DAY.fullmatch(written.strip())
    try:
        return date(*map(int, match.groups())) if match else _no_day(written)
    except ValueError:
        return _no_day(written)


def name(written: str, what: str) -> str:
    """A name in Chinese; raises LayoutChanged for what cannot be one."""
    text = " ".join(written.split())
    if not _HAN.search(text) or len(text) > _LONGEST_NAME or _NO_NAME.search(text):
        raise LayoutChanged(f"{what}「{text[:20]}」不像名称")
    return text


def quote(**said: str) -> Row:
    """A row of the import of prices: what is said, every other column empty."""
    return dict.fromkeys(prices.COLUMNS, "") | said


def unit(written: str) -> str:
    """The unit in the imports' writing (斤: 元/斤, 个: 元/个); one that is not known stays as written, for staff."""
    for writing in (written, f"元/{written.strip()}"):
        try:
            return units.price_unit(writing)
        except units.UnknownUnit:
            continue
    return written.strip()


def _no_day(written: str) -> date:
    raise LayoutChanged(f"「{written[:20]}」不是日期")
