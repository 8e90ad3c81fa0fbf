"""全国农产品批发市场价格信息系统: what the wholesale markets of one province report to the ministry.

The list takes no days: it holds what is reported newly. A market's own code and name stay as the site has them; the
origin of the goods is left out, as it is seldom told and is no part of what a market quotes.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from knowledge import clock
from knowledge.pages import Ask, Page
from knowledge.sources import reading, values
from knowledge.sources.base import LayoutChanged, Reading, Row, Source
from knowledge.sources.plausible import check_spans, priced

PROVINCE = "430000"
PAGE_SIZE = 40
_FIGURE = (int, Decimal, str, type(None))


class Pfsc(Source):
    """JSON by POST, 40 rows a page; the first page's total says how many pages follow."""

    name = "pfsc"
    title = "全国农产品批发市场价格信息系统"
    home = "https://pfsc.agri.cn"

    def asks(self, first: date, last: date) -> Sequence[Ask]:
        """The first page of the province."""
        url = f"{self.base}/api/priceQuotationController/pageList?key=&order="
        return (Ask(url, json=_body(1), referer=f"{self.base}/"),)

    def read(self, page: Page, first: date, last: date) -> Reading:
        """The page's rows; from the first page also the asks for the others."""
        content = content_of(page)
        total, records = values.field(content, "total", int), values.field(content, "list", list)
        number = json.loads(page.ask.json)["pageNum"]
        if len(records) != max(0, min(PAGE_SIZE, total - (number - 1) * PAGE_SIZE)):
            raise LayoutChanged(f"共 {total} 条，这一页却有 {len(records)} 条")
        rows = values.since([_row(record) for record in records], first, last)
        found = priced(rows)
        check_spans(found)
        _check_ids(records)
        return Reading(found, _further(page.ask, total) if number == 1 else (), len(rows) - len(found), total)


def content_of(page: Page) -> Any:
    """What the system answers with; raises Blocked or LayoutChanged where it answers with a fault."""
    body = reading.as_json(page)
    if values.field(body, "code", int) != 200:
        raise LayoutChanged(f"网站回答 code {body['code']}")
    return values.field(body, "content", dict)


def _body(number: int) -> str:
    asked = {
        "marketId": "",
        "pageNum": number,
        "pageSize": PAGE_SIZE,
        "pid": "",
        "provinceCode": PROVINCE,
        "varietyId": "",
    }
    return json.dumps(asked)


def _further(ask: Ask, total: int) -> list[Ask]:
    pages = -(-total // PAGE_SIZE)
    if pages > reading.MOST_PAGES:
        raise LayoutChanged(f"说共有 {total} 条，多得不像")
    return [replace(ask, json=_body(number)) for number in range(2, pages + 1)]


def _row(record: Any) -> Row:
    if str(values.field(record, "provinceCode", str, int)) != PROVINCE:
        raise LayoutChanged("来的不是所问的省")
    low, high, average = (
        values.figure(values.field(record, key, *_FIGURE)) for key in ("minimumPrice", "highestPrice", "middlePrice")
    )
    return values.quote(
        date=day_of(values.field(record, "reportTime", str)).isoformat(),
        market=values.name(values.field(record, "marketName", str), "市场"),
        region=_region(record),
        commodity=values.name(values.field(record, "varietyName", str), "品名"),
        low=low,
        high=high,
        average=average,
        unit=values.unit(values.field(record, "meteringUnit", str)),
        source="全国农产品批发市场价格信息系统",
    )


def day_of(written: str) -> date:
    """The day of a report in China; 16:00 without a zone may be the next midnight there, and is no day."""
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError:
        return values.as_day(written)
    if moment.tzinfo is not None:
        return clock.local(moment).date()
    return values.as_day(written) if moment.hour == 16 else moment.date()


def _region(record: Any) -> str:
    """湖南省/常德市, also where the city is written with its province or not at all."""
    province = values.name(values.field(record, "provinceName", str), "省")
    city = (values.field(record, "areaName", str, type(None)) or "").strip().removeprefix(province).strip("/ ")
    return f"{province}/{city}" if city else province


def _check_ids(records: Sequence[Any]) -> None:
    """Where a page's many varieties share few names, the names are those of their classes."""
    ids = {values.field(record, "varietyId", str, int) for record in records}
    names = {record["varietyName"] for record in records}
    if len(ids) > 1 and len(names) * 2 <= len(ids):
        raise LayoutChanged("品名比品种编号少得多，像是换了列")
