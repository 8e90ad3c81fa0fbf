"""One page whose address staff give: its main text as an article or a notice."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from knowledge.clock import Clock
from knowledge.fetch import Fetcher, Gate, Limits, NotFetched
from knowledge.imports.guesses import UNDESCRIBED
from knowledge.imports.report import ImportRefused
from knowledge.pages import Ask, Page
from knowledge.sources.base import LayoutChanged
from knowledge.sources.charset import text_of
from knowledge.sources.configured import day_in
from knowledge.sources.listing import LEAST_TEXT, META_DAY, META_TITLE, day_near_words, first, meta
from knowledge.sources.prose import main_text
from knowledge.sources.reading import soup

KINDS = ("articles", "notices")
# Somebody waits for it.
_LIMITS = Limits(seconds=12.0, tries=1)
_TITLE_WITHIN = 10


def saved(url: str, kind: str, folder: Path, contact: str, clock: Clock) -> Path:
    """A file in the folder that brings the page in as one of KINDS; raises ImportRefused."""
    if kind not in KINDS:
        raise ImportRefused("网址只能导入文章和通知。")
    try:
        with Fetcher(contact, clock, gate=Gate(), limits=_LIMITS) as fetcher:
            page = fetcher.get(Ask(url.strip()))
        found = row(page, kind, clock.today())
    except (NotFetched, LayoutChanged) as fault:
        raise ImportRefused(f"这个网址没有取成：{fault}。没有导入任何内容。") from None
    path = folder / f"{urlsplit(page.url).hostname}.jsonl"
    path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return path


def row(page: Page, kind: str, today: date) -> dict[str, Any]:
    """What the page says, in the columns of its kind; raises LayoutChanged where it has no title or no text.

    An article without a day is of today; a notice is not to be understood without its day.
    """
    tree = soup(page)
    title = meta(tree, META_TITLE) or first(tree, "h1") or first(tree, "title")
    text = _below(title, main_text(text_of(page)))
    if not title or len(text) < LEAST_TEXT:
        raise LayoutChanged("页上找不到标题或正文")
    day = day_in(meta(tree, META_DAY)) or day_in(day_near_words(tree))
    site = meta(tree, "ContentSource") or meta(tree, "SiteName") or urlsplit(page.url).hostname or ""
    shared = {"title": title, "body": text, "region": "", "date": (day or today).isoformat()}
    if kind == "articles":
        about = {"category": "", "crops": [], "problems": [], UNDESCRIBED: True, "is_dated": day is not None}
        return {**shared, **about, "source": site}
    if day is None:
        raise LayoutChanged("页上找不到日期，通知要有日期，请写成 .jsonl 文件导入")
    return {**shared, "publisher": site, "category": "通知"}


def _below(title: str, text: str) -> str:
    """The text without the title and what a short page still has above it."""
    lines = text.split("\n")
    return "\n".join(lines[lines.index(title) + 1 :]) if title in lines[:_TITLE_WITHIN] else text
