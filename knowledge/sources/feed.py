"""An RSS or Atom feed: notices or articles as far as the feed itself holds them."""

import calendar
import io
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from knowledge.clock import local
from knowledge.pages import Ask, Page
from knowledge.sources.base import LayoutChanged, Reading, Row
from knowledge.sources.charset import text_of
from knowledge.sources.configured import Configured
from knowledge.sources.prose import paragraphs
from knowledge.sources.setup import DAY, TEXT

_WHOLE = re.compile(rb"</(?:rss|feed|rdf:RDF)\s*>(?:\s|<!--(?:(?!-->).)*-->)*\Z", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
# Without a zone a Chinese site means its own time.
_LOCAL = re.compile(r"(\d{4}-\d{2}-\d{2})([ T]\d{2}:\d{2}(:\d{2})?)?")


class Feed(Configured):
    """Each entry is a row; one without a text or a day is counted and left."""

    def asks(self, first: date, last: date) -> Sequence[Ask]:
        """The feed."""
        return [Ask(self.address, part="feed")]

    def read(self, page: Page, first: date, last: date) -> Reading:
        """The entries of the asked days."""
        rows = [self.row(self._found(entry)) for entry in _entries(page)]
        whole = [row for row in rows if not self.lacks(row)]
        if rows and not whole:
            raise LayoutChanged("没有一条有标题、日期和正文")
        return Reading([row for row in whole if self.within(row, first, last)], unpriced=len(rows) - len(whole))

    def _found(self, entry: Any) -> Row:
        contents = [str(part.get("value", "")) for part in entry.get("content", ())]
        html = max([*contents, str(entry.get("summary", ""))], key=len)
        title = " ".join(paragraphs(str(entry.get("title", ""))).split())
        return {"title": title, DAY[self.kind]: _day(entry), TEXT[self.kind]: paragraphs(html)}


def _entries(page: Page) -> list[Any]:
    if b"<!ENTITY" in page.body.upper():
        raise LayoutChanged("含有实体定义，不读")
    if not _WHOLE.search(page.body[-4096:]):
        raise LayoutChanged("不是完整的 RSS 或 Atom")
    # Not at the top: it takes a quarter of a second and some megabytes wherever the sources are only listed.
    import feedparser

    # Left to itself it takes Latin-1 for what it cannot tell; a feed may name what it is no longer in.
    body = _DECLARATION.sub("", text_of(page).lstrip(), count=1).encode()
    # Never the bytes themselves: it takes them for the name of a file first, and a text for an address.
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": page.url}
    parsed = feedparser.parse(io.BytesIO(body), response_headers=headers)
    if not parsed.version:
        raise LayoutChanged("不是 RSS 或 Atom")
    return list(parsed.entries)


def _day(entry: Any) -> str:
    for name in ("published", "updated"):
        written = _LOCAL.fullmatch(str(entry.get(name, "")).strip())
        if written:
            return written[1]
        parsed = entry.get(f"{name}_parsed")
        if parsed:
            return local(datetime.fromtimestamp(calendar.timegm(parsed), UTC)).date().isoformat()
    return ""
