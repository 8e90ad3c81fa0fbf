"""A page of a source kept as the site sends it, with what is read on it beside it: what a test reads ever after."""

import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from knowledge.fetch import Fetcher
from knowledge.pages import Ask, Page
from knowledge.sources.base import LayoutChanged, Reading, Source
from knowledge.sources.configured import Configured
from knowledge.sources.setup import Setup

ENDING = ".expected.json"
_SPREADSHEETS = {b"PK\x03\x04": ".xlsx", b"\xd0\xcf\x11\xe0": ".xls"}
_XML = re.compile(rb"<(\?xml|rss|feed|rdf)", re.IGNORECASE)


class NotKept(ValueError):
    """Nothing was written; the message says in Chinese why."""


@dataclass(frozen=True)
class Recording:
    """What came and what is read on it; `expected` is written beside the body."""

    name: str
    body: bytes
    expected: dict[str, Any]

    def keep(self, folder: Path, force: bool = False) -> list[Path]:
        """Writes both files; raises NotKept where a page of this name is there already, unless it may go."""
        there = sorted(folder.glob(f"{self.name}.*"))
        if there and not force:
            raise NotKept(f"已经有 {there[0]}。换个名字（--name），或加 --force 换掉它。")
        folder.mkdir(parents=True, exist_ok=True)
        for old in there:
            old.unlink()
        body, beside = folder / f"{self.name}{ending(self.body)}", folder / f"{self.name}{ENDING}"
        body.write_bytes(self.body)
        beside.write_text(json.dumps(self.expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return [body, beside]


def record(fetcher: Fetcher, source: Source, ask: Ask, days: tuple[date, date], base: str = "") -> Recording:
    """Fetches one page, from the stand-in `base` where there is one, and reads it; raises NotFetched.

    It is kept under the address where it was found after redirects.
    """
    page = fetcher.get(replace(ask, url=_moved(ask.url, source.base, base)))
    found = replace(ask, url=_moved(page.url, base, source.base))
    return Recording(name_of(found.url), page.body, expected(source, found, page.content_type, page.body, days))


def ask_for(source: Source, url: str, part: str, days: tuple[date, date]) -> Ask:
    """How the source asks for this address: one of its own first asks, or else as it asks for the first of them."""
    asks = source.asks(*days)
    same = [ask for ask in asks if ask.url == url and part in ("", ask.part)]
    return same[0] if same else replace(asks[0], url=url, part=part or asks[0].part)


def expected(source: Source, ask: Ask, kind: str, body: bytes, days: tuple[date, date]) -> dict[str, Any]:
    """What is to be written beside the page: how it was asked for, and what is read on it today."""
    first, last = days
    said: dict[str, Any] = {"setup": _written(source.setup)} if isinstance(source, Configured) else {}
    said |= {"first": first.isoformat(), "last": last.isoformat(), "content_type": kind}
    said["ask"] = _changes(source.asks(first, last)[0], ask)
    try:
        return said | as_json(source.read(page_of(ask, kind, body, last), first, last))
    except LayoutChanged as refusal:
        return said | {"refused": [type(refusal).__name__, str(refusal)]}


def page_of(ask: Ask, kind: str, body: bytes, last: date) -> Page:
    """The page as every reading of a recorded one sees it: fetched at noon of the last day, in China."""
    return Page(ask, ask.url, kind, body, datetime.combine(last, time(4), UTC))


def as_json(reading: Reading) -> dict[str, Any]:
    """What is read on a page."""
    return {
        "rows": list(reading.rows),
        "unpriced": reading.unpriced,
        "total": reading.total,
        "asks": [told(ask) for ask in reading.asks],
    }


def told(ask: Ask) -> list[str]:
    """An ask in two words: its address, and what tells it from others of that address."""
    return [ask.url, urlencode(ask.form) or ask.json or ask.part]


def folder_of(source: Source) -> str:
    """Where its pages lie: those of all sources that staff set up in one form lie together."""
    return source.setup.form if isinstance(source, Configured) else source.name


def name_of(url: str) -> str:
    """A file's name out of an address: list-page-2 for /a/list.asp?page=2."""
    parts = urlsplit(url)
    stem = parts.path.rstrip("/").rpartition("/")[2].partition(".")[0]
    return re.sub(r"[^A-Za-z0-9_]+", "-", f"{stem} {parts.query}").strip("-")[:60] or "page"


def ending(body: bytes) -> str:
    """The ending of a file with these bytes."""
    for start, found in _SPREADSHEETS.items():
        if body.startswith(start):
            return found
    text = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in (b"{", b"["):
        return ".json"
    if _XML.match(text) and b"<html" not in text[:500].lower():
        return ".xml"
    return ".html" if text[:1] in (b"<", b"") else ".csv"


def _moved(url: str, here: str, there: str) -> str:
    """The address with another site's beginning; raises NotKept for one of neither."""
    if not here or not there:
        return url
    if not url.startswith(f"{here}/"):
        raise NotKept(f"{url} 不在 {here} 上")
    return there + url[len(here) :]


def _written(setup: Setup) -> dict[str, Any]:
    """A setup as staff would write it: without what goes without saying."""
    return {name: value for name, value in asdict(setup).items() if value not in ("", {}, False)}


def _changes(first: Ask, ask: Ask) -> dict[str, Any]:
    """What differs from the source's first ask."""
    found: dict[str, Any] = {
        name: getattr(ask, name) for name in ("url", "referer", "part") if getattr(ask, name) != getattr(first, name)
    }
    if ask.form != first.form:
        found["form"] = dict(ask.form)
    if ask.json != first.json:
        found["json"] = json.loads(ask.json)
    return found
