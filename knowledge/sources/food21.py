"""食品商务网 (wap.21food.cn): a wholesale market's prices of the day, as its pages for phones show them."""

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from knowledge.pages import Ask, Page
from knowledge.sources import values
from knowledge.sources.base import LayoutChanged, Reading, Row, Source
from knowledge.sources.markets import Market
from knowledge.sources.plausible import check_rows
from knowledge.sources.reading import cells, changed, link, soup, words

# Their numbers here; the names must stand on the page.
MARKETS = (Market("1039", "闽南果蔬批发市场", "350200000000"),)
_HEADER = (r"(品名|产品|品种|名称|产品名称)", r"(价格|批发价|均价|平均价|最新价格?)", r"((发布|更新|报价)?(日期|时间))")
_PRICE = re.compile(r"(\d{1,6}(?:\.\d{1,4})?) ?(元) ?(/\S{1,4})", re.ASCII)
_UNPRICED = re.compile(r"(面议|暂无报价|暂无|-{1,2})?( ?元? ?/\S{1,4})?")
_PAGE = re.compile(r"/price/market/(\d+)(?:-p(\d+))?\.html")


class Food21(Source):
    """One price of each product; `markets` are those that are asked for."""

    name = "food21"
    title = "食品商务网"
    home = "https://wap.21food.cn"

    def __init__(self, base: str = "", markets: Sequence[Market] = MARKETS) -> None:
        super().__init__(base)
        self._markets = {market.number: market for market in markets}

    def asks(self, first: date, last: date) -> Sequence[Ask]:
        """The first page of each market."""
        return [Ask(f"{self.base}/price/market/{number}.html", part="market") for number in self._markets]

    def read(self, page: Page, first: date, last: date) -> Reading:
        """The quotes of the asked days on one page, and the next page while this one still holds such days."""
        tree = soup(page)
        market = self._market(page, tree)
        rows = _table(tree)
        days = [values.as_day(words(cells(row)[2])) for row in rows]
        wanted = [self._quote(row, day, market) for row, day in zip(rows, days, strict=True) if first <= day <= last]
        found = [row for row in wanted if row]
        check_rows(found)
        return Reading(found, self._next(page, tree, market) if max(days) >= first else [], wanted.count({}))

    def _market(self, page: Page, tree: BeautifulSoup) -> Market:
        asked, came = _PAGE.search(page.ask.url), _PAGE.fullmatch(urlsplit(page.url).path)
        if not asked or not came or asked[0] != came[0]:
            raise changed(tree, "被转到了别的页")
        market = self._markets[asked[1]]
        if market.name not in words(tree):
            raise changed(tree, f"页上没有「{market.name}」")
        return market

    def _next(self, page: Page, tree: BeautifulSoup, market: Market) -> list[Ask]:
        here = _PAGE.search(page.ask.url)
        number = int(here[2] or 1) + 1 if here else 0
        wanted = f"{self.base}/price/market/{market.number}-p{number}.html"
        links = {link(self, page, str(a["href"])) for a in tree.select("a[href]") if words(a) == "下一页"}
        return [Ask(wanted, part="market")] if wanted in links else []

    def _quote(self, row: Tag, day: date, market: Market) -> Row:
        product, price, _ = (words(cell) for cell in cells(row))
        if _UNPRICED.fullmatch(price):
            return {}
        found = _PRICE.fullmatch(price)
        if not found:
            raise LayoutChanged(f"「{product}」的价格「{price}」看不懂")
        return values.quote(
            date=day.isoformat(),
            market=market.name,
            region=market.region,
            commodity=values.name(product, "品名"),
            average=found[1],
            unit=values.unit(found[2] + found[3]),
            source=self.title,
        )


def _table(tree: BeautifulSoup) -> list[Tag]:
    """The rows of products, each with its name, its price and its day in the cells of the recorded page."""
    rows = [row for row in tree.select("tr") if row.select_one(".dre_xr1, .dre_xr3")]
    if len({id(row.find_parent("table")) for row in rows}) != 1:
        raise changed(tree, "没有价格表")
    for row in rows:
        line = cells(row)
        if len(line) != 3 or not line[0].select_one("a.dre_xr1") or not line[1].select_one(".dre_xr3"):
            raise LayoutChanged("有一行的格子变了")
    for row in rows[0].find_previous_siblings("tr"):
        texts = [words(cell).replace(" ", "") for cell in cells(row)]
        if len(texts) != 3 or not all(re.fullmatch(*pair) for pair in zip(_HEADER, texts, strict=True)):
            raise LayoutChanged(f"表头变了：{'、'.join(texts)}")
    return rows
