"""惠农网: what sellers ask for on the spot in the places where things grow.

These are asking prices, not those of a market, and each belongs to its own place. A quote's market is therefore
「惠农网产地报价（常德市桃源县）」, one for each place: 「附近」 finds it where it is, and nobody takes it for what a
wholesale market paid. The list takes no days and runs back for years, newest first: pages are asked for one after
another until one reaches behind the first day.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bs4 import BeautifulSoup, Tag

from knowledge.pages import Ask, Page
from knowledge.sources import reading, values
from knowledge.sources.base import LayoutChanged, Reading, Row, Source
from knowledge.sources.plausible import PLACE, check_places, priced

# The site counts provinces in the order of the national codes: 16 is 河南, 18 湖南.
PROVINCE = 18
_COLUMNS = ["time", "product", "place", "price"]
_PRICE = re.compile(r"(\d+(?:\.\d+)?)\s*(元/[^\s元/（(]+)")
_STEPS = re.compile(r".{2,}?(?:自治州|地区|省|市|县|区)|.+")


class Cnhnb(Source):
    """A web page with a list; `part` of an ask is the page's number."""

    name = "cnhnb"
    title = "惠农网"
    own_markets = True
    home = "https://www.cnhnb.com"

    def asks(self, first: date, last: date) -> Sequence[Ask]:
        """The province's newest page."""
        return (Ask(self._url(1), part="1"),)

    def read(self, page: Page, first: date, last: date) -> Reading:
        """The page's rows, and the ask for the next page while there may be days asked for on it."""
        tree = reading.soup(page)
        items = tree.select("li.market-list-item")
        if not items:
            return _nothing(tree, page)
        rows = [_row(item) for item in items]
        check_places([row["region"] for row in rows])
        wanted = [row for row in rows if _is_asked(row, first, last)]
        if page.ask.part == "1" and not wanted:
            raise LayoutChanged("第一页没有所问日子的报价")
        found = priced(wanted)
        goes_on = len(wanted) == len(rows) and int(page.ask.part) < _pages(tree, page.ask.part)
        return Reading(found, (self._next(page.ask),) if goes_on else (), len(wanted) - len(found))

    def _url(self, number: int) -> str:
        return f"{self.base}/hangqing/cdlist-0-0-{PROVINCE}-0-0-{number}/"

    def _next(self, ask: Ask) -> Ask:
        number = int(ask.part) + 1
        return replace(ask, url=self._url(number), referer=ask.url, part=str(number))


def _nothing(tree: BeautifulSoup, page: Page) -> Reading:
    """A list that is there and empty; raises Blocked or LayoutChanged where the list itself is missing."""
    container = tree.select_one(".quotation-content-list")
    if page.ask.part != "1" or container is None or container.select_one("li") is not None:
        raise reading.changed(tree, "找不到行情列表")
    return Reading(total=0)


def _row(item: Tag) -> Row:
    cells = _cells(item)
    region = _path(values.name(cells["place"], "产地"))
    place = region.replace("/", "").removeprefix("湖南省") or region
    figure, unit = _price(cells["price"])
    if PLACE.fullmatch(cells["product"]):
        raise LayoutChanged("品名是个地名，像是换了列")
    return values.quote(
        date=values.as_day(cells["time"]).isoformat(),
        market=f"惠农网产地报价（{place}）",
        region=region,
        commodity=values.name(cells["product"], "品名"),
        average=figure,
        unit=unit,
        source="惠农网",
    )


def _cells(item: Tag) -> dict[str, str]:
    """What stands in a row, by the first class of each cell; the step since yesterday may be missing."""
    spans = item.select("span")
    columns = [(span.get_attribute_list("class") or [""])[0] for span in spans]
    if columns[:4] != _COLUMNS or columns[4:] not in ([], ["lifting"]):
        raise LayoutChanged("一行的格子不是时间、品名、产地、价格")
    return {str(column): reading.words(span) for column, span in zip(columns, spans, strict=True)}


def _price(written: str) -> tuple[str, str]:
    """7.65元/斤 as figure and unit; no figure where the price is 面议."""
    match = _PRICE.fullmatch(written)
    if match:
        return values.figure(match[1]), values.unit(match[2])
    if not written or values.figure(written):
        raise LayoutChanged(f"价格「{written[:20]}」没有单位")
    return "", ""


def _path(place: str) -> str:
    """湖南省常德市桃源县 as 湖南省/常德市/桃源县."""
    rest = place.removeprefix("湖南").removeprefix("省").strip()
    steps = _STEPS.findall(rest) if rest else []
    return "/".join(["湖南省", *steps] if place.startswith("湖南") else steps)


def _is_asked(row: Row, first: date, last: date) -> bool:
    day = date.fromisoformat(row["date"])
    if day > last + timedelta(1):
        raise LayoutChanged(f"日期 {day} 不在所问的日子里")
    return day >= first - timedelta(1)


def _pages(tree: BeautifulSoup, number: str) -> int:
    """How many pages there are, at most what one night may ask for; a list without paging has one."""
    box = tree.select_one(".quotation-paging input.eye-input__inner")
    if box is None:
        return 1
    most, current = str(box.get("max", "")), str(box.get("value", number))
    if not (most.isascii() and most.isdigit()) or current != number:
        raise LayoutChanged("页码不是原来的样子")
    return min(int(most), reading.MOST_PAGES)
