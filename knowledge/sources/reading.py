"""How a page is read strictly: text, JSON, HTML, figures, days, names and units; what does not fit is refused."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bs4 import BeautifulSoup

from knowledge import units
from knowledge.pages import Page
from knowledge.sources.base import Blocked, LayoutChanged

MOST_PAGES = 500
_LONGEST_NAME = 40
_NO_PRICE = frozenset({"", "-", "--", "—", "——", "面议", "暂无", "暂无报价"})
_DOOR = re.compile(r"验证码|请验证|安全验证|人机验证|滑块|请先?登[录陆]|用户登[录陆]|访问异常|请求已被阻断|过于频繁")
_CHARSET = re.compile(r"charset\s*=[\s\"']*([\w-]+)", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00:00(?:\.0+)?)?")
# Markup, a price or a figure in a name, a sign before it.
_NO_NAME = re.compile(r"[<>{}]|\d元|元/|^\W*-|-\d+(?:\.\d+)?$")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def text_of(page: Page) -> str:
    """The body as text: UTF-8, or GB where the site says so; raises LayoutChanged for anything else."""
    try:
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
        raise Blocked("网站要验证码或登录")
    return body


def soup(page: Page) -> BeautifulSoup:
    """The whole web page; raises Blocked for a captcha or login page, LayoutChanged for a cut one or for JSON."""
    text = text_of(page).strip()
    if not text.startswith("<"):
        raise LayoutChanged("应是网页，来的是别的")
    if not text.lower().endswith("</html>"):
        raise LayoutChanged("网页不完整，后面断了")
    tree = BeautifulSoup(text, "lxml")
    if tree.title is None or re.search(r"验证|登[录陆]|访问异常|阻断", tree.title.get_text()):
        raise _refusal(text, "网页没有标题") if tree.title is None else Blocked("网站要验证码或登录")
    return tree


def nothing_there(text: str, reason: str) -> LayoutChanged:
    """What to raise where a page lacks its list: Blocked when it speaks of a captcha or a login."""
    return _refusal(text, reason)


def field(record: object, key: str, *kinds: type) -> Any:
    """The record's value under this key; raises LayoutChanged where it is missing or of another kind."""
    if not isinstance(record, dict):
        raise LayoutChanged("应是一条记录，来的是别的")
    if key not in record:
        raise LayoutChanged(f"缺「{key}」")
    value = record[key]
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise LayoutChanged(f"「{key}」变了样")
    return value


def figure(written: str | Decimal | int | None) -> str:
    """A plain figure as the site writes it, empty where it honestly names none; raises LayoutChanged."""
    text = "" if written is None else str(written).strip()
    if text in _NO_PRICE:
        return ""
    try:
        units.decimal(text)
    except ValueError:
        raise LayoutChanged(f"「{text[:20]}」不是价格") from None
    return text


def day(written: str, first: date, last: date) -> str:
    """A day as 2026-11-20; raises LayoutChanged for another writing or more than a day outside what was asked for."""
    found = as_day(written)
    if not first - timedelta(1) <= found <= last + timedelta(1):
        raise LayoutChanged(f"日期 {found} 不在所问的日子里")
    return found.isoformat()


def as_day(written: str) -> date:
    """A day that is written as 2026-11-20, with or without midnight; a time of day or a time zone is no day."""
    match = _DAY.fullmatch(written.strip())
    try:
        return date(*map(int, match.groups())) if match else _no_day(written)
    except ValueError:
        return _no_day(written)


def name(written: str, what: str) -> str:
    """A name in Chinese; raises LayoutChanged for what cannot be one."""
    text = " ".join(written.split())
    if not _HAN.search(text) or len(text) > _LONGEST_NAME or _NO_NAME.search(text):
        raise LayoutChanged(f"{what}「{text[:20]}」不像名称")
    return text


def unit(written: str) -> str:
    """The unit in the imports' writing (斤: 元/斤, 个: 元/个); one that is not known stays as written, for staff."""
    for writing in (written, f"元/{written.strip()}"):
        try:
            return units.price_unit(writing)
        except units.UnknownUnit:
            continue
    return written.strip()


def _chinese(page: Page) -> str:
    declared = _CHARSET.search(page.content_type) or _CHARSET.search(page.body[:2048].decode("ascii", "ignore"))
    if not declared or not declared[1].lower().startswith(("gb", "x-gbk")):
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
    return Blocked("网站要验证码或登录") if _DOOR.search(text) else LayoutChanged(reason)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _no_constant(constant: str) -> Any:
    raise ValueError(constant)


def _no_day(written: str) -> date:
    raise LayoutChanged(f"「{written[:20]}」不是日期")
