"""How a page is read: JSON or a tree out of its bytes, words and links out of the tree; half a page is none."""

import json
import re
from decimal import Decimal
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from knowledge.pages import Page
from knowledge.sources.base import Blocked, LayoutChanged, Source
from knowledge.sources.charset import text_of

MOST_PAGES = 500
_DOOR = re.compile(
    "验证码|请验证|安全验证|人机验证|滑块|请先?登[录陆]|(?:用户|会员)登[录陆]"
    "|访问异常|访问受限|拒绝访问|请求已被阻断|过于频繁"
)
# The whole of a title, up to the site's name: a notice may well be about codes and logins.
_DOOR_TITLE = re.compile(
    r"(?:(?:请|安全|人机|滑块)?验证码?|(?:请先?|用户|会员)?登[录陆]|访问异常|(?:请求已被)?阻断)\s*(?:[-_|—–].*)?"
)


def as_json(page: Page) -> dict[str, Any]:
    """The JSON object, numbers exactly as written; raises Blocked or LayoutChanged for a web page or a cut body."""
    text = text_of(page).strip()
    if text.startswith("<"):
        raise _refusal(text, "应是 JSON，来的是网页")
    try:
        body = json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise LayoutChanged("JSON 不完整或写法不对") from None
    if not isinstance(body, dict):
        raise LayoutChanged("JSON 最外层不是对象")
    said = " ".join(str(body[key]) for key in ("message", "msg", "error") if key in body)
    if _DOOR.search(said):
        raise _blocked()
    return body


def soup(page: Page) -> BeautifulSoup:
    """The whole web page; raises Blocked for a captcha or login page, LayoutChanged for a cut one or for JSON."""
    text = text_of(page).strip()
    if not text.startswith("<"):
        raise _refusal(text, "应是网页，来的是别的")
    tree = BeautifulSoup(text, "lxml")
    # Counters and comments follow the end on many sites.
    if "</html>" not in text[-2048:].lower():
        raise changed(tree, "网页不完整，后面断了")
    if tree.title and _DOOR_TITLE.fullmatch(words(tree.title)):
        raise _blocked()
    return tree


def changed(tree: BeautifulSoup, reason: str) -> LayoutChanged:
    """What to raise when something is not where it stood: Blocked when the page asks for a login or a captcha."""
    return _blocked() if tree.select_one("input[type=password]") else _refusal(words(tree), reason)


def words(node: Tag) -> str:
    """The node's text with every run of white space as one blank."""
    return " ".join(node.get_text().split())


def cells(row: Tag) -> list[Tag]:
    """The cells of a table's row."""
    return row.find_all(["td", "th"], recursive=False)


def link(source: Source, page: Page, href: str) -> str | None:
    """The address that a link leads to on the source's own site; None where it leads elsewhere."""
    address = urljoin(page.url, href.strip())
    if address.startswith(f"{source.home}/"):
        address = source.base + address[len(source.home) :]
    return address if address.startswith(f"{source.base}/") else None


def _refusal(text: str, reason: str) -> LayoutChanged:
    return _blocked() if _DOOR.search(text) else LayoutChanged(reason)


def _blocked() -> Blocked:
    return Blocked("网站要验证码或登录")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _no_constant(constant: str) -> Any:
    raise ValueError(constant)
