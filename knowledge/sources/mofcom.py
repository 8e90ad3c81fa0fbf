"""新农村商网 (nc.mofcom.gov.cn): one average price of each product at a wholesale market, in GBK pages."""

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

from bs4 import BeautifulSoup, Tag

from knowledge.pages import Ask, Page
from knowledge.sources import values
from knowledge.sources.base import LayoutChanged, Reading, Row, Source
from knowledge.sources.markets import HUNAN, Market
from knowledge.sources.plausible import check_rows
from knowledge.sources.reading import cells, changed, soup, words

_PATH = "/channel/gxdj/jghq/jg_detail.shtml"
_PAGES = re.compile(r"var v_PageCount = (\d{1,4});")
_HEADER = (r"产品(名称)?", r"价格([(（]元/\S+[)）])?", r"(批发)?市场(名称)?", r"(发布|报价)?(日期|时间)")
_UNIT = re.compile(r"元/[^)）]+")
# A further column of prices or units would change what the second one means.
_FURTHER = re.compile("价格?$|单位|均价|最[高低]|元")
_MOST_PAGES = 50


class Mofcom(Source):
    """The markets' daily quotes; a header without a unit means 元/公斤, in which the site collects its prices."""

    name = "mofcom"
    title = "新农村商网"
    home = "http://nc.mofcom.gov.cn"

    def __init__(self, base: str = "", markets: Sequence[Market] = HUNAN) -> None:
        super().__init__(base)
        self._markets = {market.number: market for market in markets}

    def asks(self, first: date, last: date) -> Sequence[Ask]:
        """The first page of each market."""
        return [self._ask(number, first, last, 1) for number in self._markets]

    def read(self, page: Page, first: date, last: date) -> Reading:
        """The quotes of one page, and from the first one the further pages."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(page.ask.url).query).items()}
        market = self._markets[asked["id"]]
        tree = soup(page)
        rows, unpriced = self._rows(tree, market, first, last)
        pages = _page_count(tree)
        if pages and not rows and not unpriced:
            raise changed(tree, f"说有 {pages} 页，却没有一行")
        further = range(2, pages + 1) if asked["page"] == "1" else ()
        return Reading(rows, [self._ask(market.number, first, last, number) for number in further], unpriced)

    def _ask(self, number: str, first: date, last: date, page: int) -> Ask:
        query = {"id": number, "startTime": first.isoformat(), "endTime": last.isoformat(), "page": page}
        return Ask(f"{self.base}{_PATH}?{urlencode(query)}", part="quotes")

    def _rows(self, tree: BeautifulSoup, market: Market, first: date, last: date) -> tuple[list[Row], int]:
        lines = [cells(row) for row in tree.select("table.s_table03 tr")]
        if not lines:
            raise changed(tree, "没有价格表")
        unit = _unit(lines[0])
        rows = [self._row(line, len(lines[0]), market, unit, (first, last)) for line in lines[1:]]
        priced = [row for row in rows if row]
        check_rows(priced)
        _refuse_labels(priced, lines[0])
        return priced, rows.count({})

    def _row(self, line: list[Tag], width: int, market: Market, unit: str, days: tuple[date, date]) -> Row:
        if len(line) != width:
            raise LayoutChanged(f"有一行是 {len(line)} 格，表头是 {width} 格")
        product, price, place, day = (words(cell) for cell in line[:4])
        if place.replace(" ", "") != market.name:
            raise LayoutChanged(f"问的是{market.name}，答的是{place}")
        found = values.as_day(day)
        if not days[0] <= found <= days[1]:
            raise LayoutChanged(f"日期 {found} 不在所问的几天里")
        return self._quote(market, values.name(product, "品名"), values.figure(price), unit, found)

    def _quote(self, market: Market, product: str, price: str, unit: str, day: date) -> Row:
        if not price:
            return {}
        return values.quote(
            date=day.isoformat(),
            market=market.name,
            region=market.region,
            commodity=product,
            average=price,
            unit=unit,
            source=self.title,
        )


def _unit(header: list[Tag]) -> str:
    texts = [words(cell).replace(" ", "") for cell in header]
    known = len(texts) >= 4 and all(re.fullmatch(*pair) for pair in zip(_HEADER, texts, strict=False))
    if not known or any(_FURTHER.search(text) for text in texts[4:]):
        raise LayoutChanged(f"表头变了：{'、'.join(texts)}")
    found = _UNIT.search(texts[1])
    return values.unit(found[0]) if found else "元/公斤"


def _refuse_labels(rows: Sequence[Row], header: list[Tag]) -> None:
    """The words of the cells that lead on (走势, 更多) stand in their headers too, and are no goods."""
    heads = [words(cell) for cell in header]
    for row in rows:
        if any(row["commodity"] in head for head in heads):
            raise LayoutChanged(f"品名「{row['commodity']}」是表头的字，像是换了列")


def _page_count(tree: BeautifulSoup) -> int:
    found = _PAGES.search(" ".join(script.get_text() for script in tree.select("script")))
    if not found or int(found[1]) > _MOST_PAGES:
        raise changed(tree, "没有页数，或页数太多")
    return int(found[1])
