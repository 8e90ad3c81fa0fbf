"""The text of a page, whatever character set it is written in and whatever it says that is."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.fetch.errors import Undecodable
from knowledge.pages import Page

# Of all characters, and of those beyond ASCII: a page of much markup has few of them, and may not lose them all.
MOST_REPLACED, MOST_REPLACED_BEYOND = 0.005, 0.1
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HEAD_BYTES = 4096
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_IN_HEAD = re.compile(
    rb"<(?:meta\s[^>]{0,300}?charset|\?xml\s[^>]{0,99}?encoding)\s{0,9}=\s{0,9}[\"']?([\w-]{1,40})", re.IGNORECASE
)
# Chinese sites name the older sets and write the newest, which holds them. What is not listed says nothing: servers
# put ISO-8859-1, which fits all bytes, before anything.
_SETS = {
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "cp950"), "big5hkscs"),
}
# Of the characters of a text written in GB 18030 at least 70 % are among the 7,445 of GB 2312, even in traditional
# characters; of UTF-8 and Big5 read as GB 18030 it is 26 to 42 %.
_LEAST_KNOWN = 0.55


@dataclass(frozen=True, slots=True)
class Text:
    """A page's text, the character set it was read in, and how many characters could not be read (each is U+FFFD)."""

    text: str
    charset: str
    replaced: int


def text_of(page: Page) -> str:
    """The page's text; raises Undecodable where more than 0.5 % of it could not be read."""
    return decoded(page).text


def decoded(page: Page) -> Text:
    """The text and how well it could be read: by header, then BOM or meta, then as UTF-8 or GB 18030.

    Raises Undecodable. What is named is believed as long as it fits: a page that says GBK and is UTF-8 is read as
    UTF-8. JSON is UTF-8 alone.
    """
    for charset in dict.fromkeys(_candidates(page)):
        reading = _read(page.body, charset)
        if _fits(reading):
            return reading
    raise Undecodable


def _candidates(page: Page) -> Iterator[str]:
    """The character sets that may fit, best first."""
    if "json" in page.content_type.lower():
        yield "utf-8"
        return
    header, head = _IN_HEADER.search(page.content_type), _IN_HEAD.search(page.body[:_HEAD_BYTES])
    yield from _named(header[1] if header else "")
    yield from (charset for bom, charset in _BOMS if page.body.startswith(bom))
    yield from _named(head[1].decode("ascii", "replace") if head else "")
    yield from ("utf-8", "gb18030")


def _named(name: str) -> Iterator[str]:
    if charset := _SETS.get(name.lower()):
        yield charset


def _read(body: bytes, charset: str) -> Text:
    text = body.decode(charset, "replace").removeprefix("\ufeff")
    return Text(text, charset, text.count("\ufffd"))


def _fits(reading: Text) -> bool:
    """Whether little was lost, and what looks like Chinese: nearly any bytes can be read as GB 18030."""
    beyond = [char for char in reading.text if char > "\x7f" and char != "\ufffd"]
    most = min(MOST_REPLACED * len(reading.text), MOST_REPLACED_BEYOND * (len(beyond) + reading.replaced))
    return reading.replaced <= most and (reading.charset != "gb18030" or _is_chinese(beyond))


def _is_chinese(beyond: list[str]) -> bool:
    known = "".join(beyond).encode("gb2312", "ignore").decode("gb2312")
    return len(known) >= _LEAST_KNOWN * len(beyond)
