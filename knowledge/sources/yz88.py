"""养猪巴巴网 (www.yz88.cn): what pigs, piglets, sows and pork cost, in lines of free text on GBK pages."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bs4 import BeautifulSoup, Tag

from knowledge.clock import local
from knowledge.pages import Ask, Page
from knowledge.sources import values
from knowledge.sources.base import LayoutChanged, Reading, Row, Source
from knowledge.sources.markets import named
from knowledge.sources.reading import changed, link, soup, words
from knowledge.sources.yz88_lines import CHAPTERS, Chapter, Line, latest, read

# A line that names a day after its article's, or one long before it, was mistyped.
_OLDEST = timedelta(7)
_LISTED = re.compile(r"[(（\[](\d{1,2})-(\d{1,2})[)）\]]")
_NUMBER = re.compile(r"[?&]page=(\d{1,4})\b")


class Yz88(Source):
    """One list for each class of prices, and the articles that it leads to.

    An ask's part says all that an article's page does not: "article 23 2026-07-15" is one of class 23 of that day.
    """

    name = "yz88"
    title = "养猪巴巴网"
    home = "http://www.yz88.cn"

    def asks(self, first: date, last: date) -> Sequence[Ask]:
        """The newest page of each class."""
        return [self._list(chapter.number, 1) for chapter in CHAPTERS.values()]

    def read(self, page: Page, first: date, last: date) -> Reading:
        """From a list the articles of the asked days; from an article its quotes."""
        part, number, *day = page.ask.part.split()
        chapter = CHAPTERS[number]
        tree = soup(page)
        if part == "list":
            return Reading(asks=self._listed(page, tree, chapter, first, last))
        article_day = date.fromisoformat(day[0])
        rows, unpriced = self._quotes(tree, chapter, article_day)
        wanted = [row for row in rows if first.isoformat() <= row["date"] <= last.isoformat()]
        return Reading(wanted, self._further(page, tree) if part == "article" else (), unpriced)

    def _list(self, number: str, page: int) -> Ask:
        return Ask(f"{self.base}/news/ShowClass.asp?ClassID={number}&page={page}", part=f"list {number}")

    def _listed(self, page: Page, tree: BeautifulSoup, chapter: Chapter, first: date, last: date) -> list[Ask]:
        items = tree.select("div.lmlist > ul > li")
        pages = [
            int(found[1]) for a in tree.select("div.showpage > a[href]") if (found := _NUMBER.search(str(a["href"])))
        ]
        if not items or not tree.select_one("div.showpage"):
            raise changed(tree, "没有文章列表")
        today = local(page.fetched_at).date()
        days = [_listed_day(item, today) for item in items]
        asks = [
            Ask(address, part=f"article {chapter.number} {day}")
            for item, day in zip(items, days, strict=True)
            if first <= day <= last and (address := self._article(page, item, chapter))
        ]
        here = _NUMBER.search(page.ask.url)
        number = int(here[1]) + 1 if here else 1
        more = number <= max(pages, default=0) and min(days) >= first
        return [*asks, self._list(chapter.number, number)] if more else asks

    def _article(self, page: Page, item: Tag, chapter: Chapter) -> str | None:
        titled = item.select("a[title][href]")
        if len(titled) != 1:
            raise LayoutChanged("列表里有一条没有标题")
        return link(self, page, str(titled[0]["href"])) if chapter.titles.search(str(titled[0]["title"])) else None

    def _further(self, page: Page, tree: BeautifulSoup) -> list[Ask]:
        """The article's other pages: links under it that are numbers."""
        part = page.ask.part.replace("article", "further", 1)
        anchors = [a for a in tree.select("div.content p[align=center] b > a[href]") if words(a).strip("[]").isdigit()]
        addresses = dict.fromkeys(link(self, page, str(a["href"])) for a in anchors)
        return [Ask(address, part=part) for address in addresses if address and address != page.url]

    def _quotes(self, tree: BeautifulSoup, chapter: Chapter, day: date) -> tuple[list[Row], int]:
        lines = [line for line in _lines(tree) if chapter.commodity in line]
        rows = [row for line in lines if (said := read(line, chapter)) and (row := self._row(said, chapter, day))]
        # Prose names the animal too, but where most lines are not understood the writing has changed.
        if not rows or len(rows) * 2 < len(lines):
            raise changed(tree, f"{len(lines)} 行里只看懂 {len(rows)} 行")
        return rows, len(lines) - len(rows)

    def _row(self, line: Line, chapter: Chapter, article_day: date) -> Row:
        day = latest(*line.month_day, article_day) if line.month_day else article_day
        if day is None or day < article_day - _OLDEST:
            return {}
        market = named(line.market)
        return values.quote(
            date=day.isoformat(),
            market=market.name or line.place,
            region=market.region or line.place,
            commodity=chapter.commodity,
            variety=line.variety,
            grade=line.grade,
            average=line.price,
            unit=line.unit,
            source=self.title,
        )


def _listed_day(item: Tag, today: date) -> date:
    times = item.select("span.time")
    found = _LISTED.fullmatch(words(times[0])) if len(times) == 1 else None
    day = latest(int(found[1]), int(found[2]), today) if found else None
    if day is None:
        raise LayoutChanged("列表里有一条没有日期")
    return day


def _lines(tree: BeautifulSoup) -> Iterator[str]:
    paragraphs = tree.select("div.content > p")
    if not paragraphs:
        raise changed(tree, "没有正文")
    for paragraph in paragraphs:
        for mark in paragraph.find_all("br"):
            mark.replace_with("\n")
        yield from (" ".join(line.split()) for line in paragraph.get_text().split("\n"))
