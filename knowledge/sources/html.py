"""HTML as Chinese sites send it: text out of bytes, nodes out of text, and links that stay on the site."""

import re
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from knowledge.pages import Page
from knowledge.sources.base import Blocked, LayoutChanged, Source

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
# GB18030 holds both older sets, and pages that declare those use its characters all the same.
_OLD_GB = {"gb2312", "gbk", "x-gbk", "cp936", "gb_2312-80"}
_BLOCKED = re.compile("验证码|请验证|安全验证|人机验证|请先?登录|用户登录|会员登录|访问过于频繁|访问受限|拒绝访问")


def text_of(page: Page) -> str:
    """The page's text; raises LayoutChanged when no encoding that it names fits every byte."""
    head = page.body[:2048].decode("ascii", "ignore")
    # Chinese text in another encoding is never valid UTF-8, so that this proves itself whatever the header says.
    for charset in ("utf-8-sig", *_CHARSET.findall(page.content_type), *_CHARSET.findall(head)):
        try:
            return page.body.decode("gb18030" if charset.lower() in _OLD_GB else charset)
        except (UnicodeDecodeError, LookupError):
            continue
    raise LayoutChanged("文字编码不对")


def soup(page: Page) -> BeautifulSoup:
    """The page as a tree; raises LayoutChanged when it is cut off or no HTML."""
    text = text_of(page)
    tree = BeautifulSoup(text, "lxml")
    if "</html>" not in text[-2048:].lower():
        raise changed(tree, "页面不完整或不是网页")
    return tree


def changed(tree: BeautifulSoup, reason: str) -> LayoutChanged:
    """What to raise when something is not where it stood: Blocked when the page asks for a login or a captcha."""
    if tree.select_one("input[type=password]") or _BLOCKED.search(words(tree)):
        return Blocked("要求登录或验证")
    return LayoutChanged(reason)


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
