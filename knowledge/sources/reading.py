"""How a page is read: text, JSON or a tree out of its bytes, words and links out of the tree; half a page is none."""

import json
import re
from decimal import Decimal
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from knowledge.pages import Page
from knowledge.sources.base import Blocked, LayoutChanged, Source

MOST_PAGES = 500
_CHARSET = re.compile(r"charset\s*=[\s\"']*([\w-]{2,20})", re.IGNORECASE)
# GB18030 holds the older sets, and pages that declare those use its characters all the same.
_GB = {"gb2312", "gbk", "x-gbk", "cp936", "gb_2312-80", "gb18030"}
_DOOR = re.compile(
    "验证码|请验证|安全验证|人机验证|滑块|请先?登[录陆]|(?:用户|会员)登[录陆]"
    "|访问异常|访问受限|拒绝访问|请求已被阻断|过于频繁"
)
# The whole of a title, up to the site's name: a notice may well be about codes and logins.
_DOOR_TITLE = re.compile(
    r"(?:(?:请|安全|人机|滑块)?验证码?|(?:请先?|用户|会员)?登[录陆]|访问异常|(?:请求已被)?阻断)\s*(?:[-_|—–].*)?"
)


def text_of(page: Page) -> str:
    """The body as text: UTF-8, or GB where header or page say so; raises LayoutChanged for anything else."""
    try:
        # Chinese text in another encoding is never valid UTF-8, so that this proves itself whatever the header says.
        text = page.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _chinese(page)
    if "\ufffd" in text or _garbled(text):
        raise LayoutChanged("文字编码不对，是乱码")
    return text


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


def _chinese(page: Page) -> str:
    declared = (*_CHARSET.findall(page.content_type), *_CHARSET.findall(page.body[:2048].decode("ascii", "ignore")))
    if not any(charset.lower() in _GB for charset in declared):
        raise LayoutChanged("文字编码不是网站所说的那种")
    try:
        return page.body.decode("gb18030")
    except UnicodeDecodeError:
        raise LayoutChanged("文字编码不是网站所说的那种") from None


def _garbled(text: str) -> bool:
    """Whether UTF-8 was taken for another encoding and saved again (大白菜: 澶х櫧鑿)."""
    if text.isascii():
        return False
    for encoding in ("gb18030", "latin-1", "cp1252"):
        try:
            text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        return True
    return False


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
