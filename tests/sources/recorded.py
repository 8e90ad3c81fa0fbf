"""Recorded pages of other sites: a page as the site sends it, and what must be read on it (`flask record`).

`<page>.expected.json` holds the days asked for (`first`, `last`), `rows`, `unpriced`, `total` and `asks` (the further
pages); `ask` holds what differs from the source's first ask, `content_type` what the site says of the page, `setup`
what staff wrote where the source is one that they set up. Where the page must be refused, `refused` holds the refusal's
class and the words that staff read.
"""

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.night.recording import ENDING, page_of
from knowledge.pages import Ask
from knowledge.sources import all_sources
from knowledge.sources.base import Reading, Source
from knowledge.sources.forms import source_of
from knowledge.sources.setup import from_json

FOLDER = Path(__file__).parent
JSON_TYPE, HTML_TYPE = "application/json;charset=UTF-8", "text/html"


@dataclass(frozen=True)
class Recorded:
    """One page and what stands on it."""

    source: Source
    path: Path
    expected: dict[str, Any]

    @property
    def folder(self) -> str:
        return self.path.parent.name

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
        kind = content_type or self.expected.get(
            "content_type", JSON_TYPE if self.path.suffix == ".json" else HTML_TYPE
        )
        whole = self.path.read_bytes() if body is None else body
        return self.source.read(page_of(self.ask, kind, whole, self.days[1]), *self.days)


def good_pages() -> list[Recorded]:
    """The recorded pages that are read."""
    return [page for page in recorded_pages() if "refused" not in page.expected]


def recorded_pages() -> list[Recorded]:
    """Every recorded page of every source."""
    return [
        recorded(str(path.relative_to(FOLDER)).removesuffix(ENDING)) for path in sorted(FOLDER.glob(f"*/*{ENDING}"))
    ]


def recorded(name: str) -> Recorded:
    """The page of this folder and name: mofcom/paged."""
    expectation = FOLDER / f"{name}{ENDING}"
    expected = json.loads(expectation.read_text(encoding="utf-8"))
    (body,) = (path for path in FOLDER.glob(f"{name}.*") if path != expectation)
    return Recorded(_source(expectation.parent.name, expected), body, expected)


def page_id(page: Recorded) -> str:
    return f"{page.folder}/{page.path.stem}"


def _source(folder: str, expected: dict[str, Any]) -> Source:
    if "setup" in expected:
        return source_of(from_json(json.dumps(expected["setup"])))
    return all_sources()[folder]()
