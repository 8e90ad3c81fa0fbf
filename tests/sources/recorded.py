"""Recorded pages of other sites: a page as the site sends it, and what must be read on it.

`<page>.expected.json` holds the days asked for (`first`, `last`), `rows`, `unpriced`, `total` and `asks` (the further
pages); `ask` holds what differs from the source's first ask, `content_type` what the site says of the page. Where the
page must be refused, `refused` holds the refusal's class and the words that staff read.
"""

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from knowledge.pages import Ask, Page
from knowledge.sources import all_sources
from knowledge.sources.base import Reading, Source

FOLDER = Path(__file__).parent
TYPES = {".json": "application/json;charset=UTF-8", ".html": "text/html"}


@dataclass(frozen=True)
class Recorded:
    """One page and what stands on it."""

    source: Source
    path: Path
    expected: dict[str, Any]

    @property
    def days(self) -> tuple[date, date]:
        return date.fromisoformat(self.expected["first"]), date.fromisoformat(self.expected["last"])

    @property
    def ask(self) -> Ask:
        ask = self.source.asks(*self.days)[0]
        changes = dict(self.expected.get("ask", {}))
        if "form" in changes:
            changes["form"] = tuple((dict(ask.form) | changes["form"]).items())
        if "json" in changes:
            changes["json"] = json.dumps(json.loads(ask.json) | changes["json"])
        return replace(ask, **changes)

    def read(self, body: bytes | None = None, content_type: str = "") -> Reading:
        kind = content_type or self.expected.get("content_type", TYPES[self.path.suffix])
        whole = self.path.read_bytes() if body is None else body
        page = Page(self.ask, self.ask.url, kind, whole, datetime(2026, 11, 25, tzinfo=UTC))
        return self.source.read(page, *self.days)


def told(ask: Ask) -> list[str]:
    """An ask in two words: its address, and what tells it from others of that address."""
    return [ask.url, urlencode(ask.form) or ask.json or ask.part]


def good_pages() -> list[Recorded]:
    """The recorded pages that are read."""
    return [page for page in recorded_pages() if "refused" not in page.expected]


def recorded_pages() -> list[Recorded]:
    """Every recorded page of every source."""
    kinds = all_sources()
    return [
        Recorded(kinds[path.parent.name](), path.with_name(path.name.replace(".expected.json", suffix)), read(path))
        for path in sorted(FOLDER.glob("*/*.expected.json"))
        for suffix in TYPES
        if path.with_name(path.name.replace(".expected.json", suffix)).exists()
    ]


def read(path: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return expected


def page_id(page: Recorded) -> str:
    return f"{page.path.parent.name}/{page.path.stem}"
