"""北京新发地's own list of the day's prices.

A quote's identity is its name, its spec and, in part, its origin. Provinces (冀, 冀鲁, 鲁冀辽) say where the season's
loads come from and are written anew every few weeks: in the quotes of 2021-22 they would tear 169 series into 605, and
only 2 of the 169 ever had quotes of two provinces on one day. So they are left out, and where two provinces do stand at
different prices on one day both are held. Any other origin (智利, 国产; 网 and 吊 of 带鱼) names other goods, listed
side by side for months: it is the grade.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from knowledge.pages import Ask, Page
from knowledge.sources import reading, values
from knowledge.sources.base import LayoutChanged, Reading, Row, Source
from knowledge.sources.plausible import PROVINCES, check_spans, priced

MARKET = "北京新发地"
PAGE_SIZE = 100
_PROVINCES = re.compile(rf"[{PROVINCES}\s\\/、,，]*")


class Xinfadi(Source):
    """JSON by POST, 100 rows a page; the first page's count says how many pages follow."""

    name = "xinfadi"
    title = "新发地"
    home = "http://www.xinfadi.com.cn"

    def asks(self, first: date, last: date) -> Sequence[Ask]:
        """The first page of these days."""
        form = (
            ("limit", str(PAGE_SIZE)),
            ("current", "1"),
            ("pubDateStartTime", f"{first:%Y/%m/%d}"),
            ("pubDateEndTime", f"{last:%Y/%m/%d}"),
            ("prodPcatid", ""),
            ("prodCatid", ""),
            ("prodName", ""),
        )
        return (Ask(f"{self.base}/getPriceData.html", form=form, referer=f"{self.base}/priceDetail.html"),)

    def read(self, page: Page, first: date, last: date) -> Reading:
        """The page's rows; from the first page also the asks for the others."""
        body = reading.as_json(page)
        current, limit, count = (values.field(body, key, int) for key in ("current", "limit", "count"))
        records = values.field(body, "list", list)
        asked = dict(page.ask.form)
        _check_place(current, limit, count, asked)
        if len(records) != max(0, min(limit, count - (current - 1) * limit)):
            raise LayoutChanged(f"共 {count} 条，这一页却有 {len(records)} 条")
        rows = values.since([_row(record) for record in records], first, last)
        found = priced(rows)
        check_spans(found)
        further = _further(page.ask, limit, count) if current == 1 else ()
        return Reading(found, further, len(rows) - len(found), count)


def _check_place(current: int, limit: int, count: int, asked: dict[str, str]) -> None:
    """The site may give fewer rows a page than asked for on the first, and must then keep to it."""
    size = int(asked["limit"])
    if str(current) != asked["current"] or not 0 < limit <= size or (current > 1 and limit != size):
        raise LayoutChanged("来的不是所问的那一页")
    if not 0 <= count <= limit * reading.MOST_PAGES:
        raise LayoutChanged(f"说共有 {count} 条，像是没按日期筛选")


def _further(ask: Ask, limit: int, count: int) -> list[Ask]:
    pages = -(-count // limit)
    form = {**dict(ask.form), "limit": str(limit)}
    return [replace(ask, form=tuple({**form, "current": str(page)}.items())) for page in range(2, pages + 1)]


def _row(record: Any) -> Row:
    low, high, average = (
        values.figure(values.field(record, key, str)) for key in ("lowPrice", "highPrice", "avgPrice")
    )
    return values.quote(
        date=values.as_day(values.field(record, "pubDate", str)).isoformat(),
        market=MARKET,
        region="北京市",
        commodity=values.name(values.field(record, "prodName", str), "品名"),
        variety=" ".join(_text(record, "specInfo").split()),
        grade=_grade(_text(record, "place")),
        low=low,
        high=high,
        average=average,
        unit=values.unit(values.field(record, "unitInfo", str)),
        source="新发地",
    )


def _text(record: Any, key: str) -> str:
    return values.field(record, key, str, type(None)) or ""


def _grade(place: str) -> str:
    return "" if _PROVINCES.fullmatch(place) else " ".join(place.split())
