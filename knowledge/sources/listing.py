"""A list and the pages that it leads to: notices, articles or jobs of any site, by CSS selectors that staff choose."""

from collections.abc import Sequence
from datetime import date

from bs4 import BeautifulSoup, Tag

from knowledge.pages import Ask, Page
from knowledge.sources.base import Reading
from knowledge.sources.charset import text_of
from knowledge.sources.configured import Configured, day_in
from knowledge.sources.prose import main_text, paragraphs
from knowledge.sources.reading import changed, link, soup, words
from knowledge.sources.setup import DAY, TEXT

# Names that every government site must give the parts of an article (政府网站发展指引, 2017).
META_TITLE, META_DAY = "ArticleTitle", "PubDate"
_DAY_WORDS = ("发布时间", "发布日期", "发文日期", "成文日期", "发表时间", "时间：", "日期：", "时间:", "日期:")
_MOST_LISTS = 5
# Fewer characters than these are a menu or a notice that the page has moved.
LEAST_TEXT = 20


class Listing(Configured):
    """Follows the list's links that stay on the site, and reads each page that was posted on one of the asked days."""

    def asks(self, first: date, last: date) -> Sequence[Ask]:
        """The list's first page."""
        return [Ask(self.address, part="list 1")]

    def read(self, page: Page, first: date, last: date) -> Reading:
        """From a list its pages, from a page its row."""
        tree = soup(page)
        if page.ask.part.startswith("list"):
            return Reading(asks=self._listed(page, tree, first, last))
        row = self.row(self._found(page, tree))
        if self.lacks(row):
            raise changed(tree, f"页上找不到：{'、'.join(self.lacks(row))}")
        return Reading([row] if self.within(row, first, last) else [])

    def _listed(self, page: Page, tree: BeautifulSoup, first: date, last: date) -> list[Ask]:
        anchors = tree.select(self.setup.selectors["links"])
        addresses = [link(self, page, str(a.get("href", ""))) for a in anchors]
        if not any(addresses):
            raise changed(tree, f"列表里没有「{self.setup.selectors['links']}」")
        days = [_listed_day(a) for a in anchors]
        wanted = [
            address
            for address, day in zip(addresses, days, strict=True)
            if address and (not day or first <= day <= last)
        ]
        asks = [Ask(address, part="page") for address in dict.fromkeys(wanted)]
        return [*asks, *self._next(page, tree)] if wanted or min(day or last for day in days) >= first else asks

    def _next(self, page: Page, tree: BeautifulSoup) -> list[Ask]:
        number = int(page.ask.part.split()[1]) + 1
        further = tree.select_one(self.setup.selectors["next"]) if self.setup.selectors.get("next") else None
        address = link(self, page, str(further.get("href", ""))) if further else None
        return [Ask(address, part=f"list {number}")] if address and number <= _MOST_LISTS else []

    def _found(self, page: Page, tree: BeautifulSoup) -> dict[str, str]:
        chosen = {name: css for name, css in self.setup.selectors.items() if name not in ("links", "next")}
        body, day = TEXT[self.kind], DAY[self.kind]
        found = {name: _chosen(tree, css, as_text=name == body) for name, css in chosen.items()}
        if "title" not in chosen:
            found["title"] = meta(tree, META_TITLE) or first(tree, "h1") or first(tree, "title")
        if day not in chosen:
            found[day] = meta(tree, META_DAY) or day_near_words(tree)
        # What a job's page says in all would bring its phone number where it is not masked.
        if body not in chosen and self.kind != "jobs":
            text = main_text(text_of(page))
            found[body] = text if len(text) >= LEAST_TEXT else ""
        return found


def _listed_day(anchor: Tag) -> date | None:
    """The day that stands beside a link in its row of the list, so that older pages need not be fetched again."""
    item = anchor.find_parent(["li", "tr", "dd", "dt"])
    return day_in(words(item)) if item else None


def _chosen(tree: BeautifulSoup, css: str, *, as_text: bool) -> str:
    nodes = tree.select(css)
    return "\n".join(paragraphs(node) if as_text else words(node) for node in (nodes if as_text else nodes[:1]))


def first(tree: BeautifulSoup, tag: str) -> str:
    """The words of the first element of this name; empty where there is none."""
    node = tree.find(tag)
    return words(node) if node else ""


def meta(tree: BeautifulSoup, name: str) -> str:
    """What the page's head says under this name."""
    node = tree.find("meta", attrs={"name": name})
    return str(node.get("content", "")).strip() if node else ""


def day_near_words(tree: BeautifulSoup) -> str:
    """The text after the first words that announce a day, if a day follows at once."""
    text = words(tree)
    for announced in _DAY_WORDS:
        after = text.partition(announced)[2][:16]
        if day_in(after):
            return after
    return ""
