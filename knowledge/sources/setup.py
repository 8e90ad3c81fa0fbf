"""What staff write down to have a further site read without code, and what is wrong with it, in Chinese."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import soupsieve

from knowledge.imports import articles, jobs, notices, prices

COLUMNS = {
    "notices": (*notices.NEEDED, "valid_from", "valid_to", "document_no"),
    "articles": (*articles.NEEDED, "body"),
    "jobs": jobs.COLUMNS,
    "prices": prices.COLUMNS,
}
# A row without one of these is refused by the import.
ESSENTIAL = {
    "notices": ("title", "body", "publisher", "category", "date"),
    "articles": ("title", "source", "date", "body"),
    "jobs": ("title", "employer", "place", "wage_unit", "posted", "expires"),
    "prices": ("date", "market", "commodity", "average", "unit", "source"),
}
DAY = {"notices": "date", "articles": "date", "jobs": "posted", "prices": "date"}
TEXT = {"notices": "body", "articles": "body", "jobs": "description", "prices": ""}
FORMS = {"listing": ("notices", "articles", "jobs"), "feed": ("notices", "articles"), "sheet": tuple(COLUMNS)}
_NAME = re.compile(r"[a-z][a-z0-9_]{1,30}")


class WrongSetup(ValueError):
    """The setup cannot work; the message says in Chinese what to mend."""


@dataclass(frozen=True)
class Setup:
    """A site as staff describe it.

    `form` is listing (a list and its pages), feed (RSS or Atom) or sheet (a spreadsheet or CSV); {yyyy}, {mm} and {dd}
    in a sheet's address become the day. `selectors` are CSS: links (of the list), next (its next page), and one for a
    column where the common rules do not find it. `columns` name, for each text of a sheet's header, our column, or
    nothing where it is of no use. `defaults` fill the columns that the site does not. A job without an end ends
    `days_valid` days after it was posted. With `publish` what passes the gates is public at once; without it notices,
    articles and jobs come in as drafts, and prices wait for staff.
    """

    name: str
    title: str
    kind: str
    form: str
    address: str
    selectors: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    days_valid: int = 30
    publish: bool = False

    def __post_init__(self) -> None:
        """Raises WrongSetup for the first thing that cannot work."""
        _check_words(self)
        _check_address(self.address)
        for selector in self.selectors.values():
            _check_selector(selector)
        _check_form(self)
        _check_columns(self)


def from_json(text: str) -> Setup:
    """The setup that a JSON object describes; raises WrongSetup."""
    try:
        said = json.loads(text)
    except ValueError:
        raise WrongSetup("不是合格的 JSON") from None
    if not isinstance(said, dict):
        raise WrongSetup("应是一个 JSON 对象")
    known = Setup.__dataclass_fields__
    for key in said:
        if key not in known:
            raise WrongSetup(f"不认识「{key}」，可用：{'、'.join(known)}")
    for key in ("name", "title", "kind", "form", "address"):
        if not said.get(key):
            raise WrongSetup(f"缺少「{key}」")
    for key, value in said.items():
        _check_type(key, value)
    return Setup(**said)


def _check_type(key: str, value: Any) -> None:
    if key in ("selectors", "columns", "defaults"):
        fits = isinstance(value, dict) and all(isinstance(part, str) for part in value.values())
        wanted = "「名字: 文字」的对象"
    elif key == "publish":
        fits, wanted = isinstance(value, bool), " true 或 false"
    elif key == "days_valid":
        fits, wanted = type(value) is int and 1 <= value <= 365, " 1 到 365 的整数"
    else:
        fits, wanted = isinstance(value, str), "文字"
    if not fits:
        raise WrongSetup(f"「{key}」应是{wanted}")


def _check_words(setup: Setup) -> None:
    if not _NAME.fullmatch(setup.name):
        raise WrongSetup("name 应是小写字母开头的字母、数字和下划线，2 到 31 个")
    if setup.kind not in COLUMNS:
        raise WrongSetup(f"kind「{setup.kind}」不认识，可用：{'、'.join(COLUMNS)}")
    if setup.form not in FORMS:
        raise WrongSetup(f"form「{setup.form}」不认识，可用：{'、'.join(FORMS)}")
    if setup.kind not in FORMS[setup.form]:
        raise WrongSetup(f"{setup.form} 读不了 {setup.kind}，只能读：{'、'.join(FORMS[setup.form])}")


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits or re.search(r"\s", address):
        raise WrongSetup("address 应是完整的网址，以 http:// 或 https:// 开头")
    if parts.username or parts.password:
        raise WrongSetup("address 里不能有用户名和密码")


def _check_selector(selector: str) -> None:
    try:
        soupsieve.compile(selector)
    except soupsieve.SelectorSyntaxError:
        raise WrongSetup(f"「{selector}」不是合格的 CSS 选择器") from None


def _check_form(setup: Setup) -> None:
    if setup.form == "listing" and not setup.selectors.get("links"):
        raise WrongSetup("listing 要有 selectors 里的「links」：列表里每条链接的 CSS 选择器")
    if setup.form == "sheet" and not setup.columns:
        raise WrongSetup("sheet 要有「columns」：表头的每个字对应哪一栏")
    if setup.form != "listing" and setup.selectors:
        raise WrongSetup(f"{setup.form} 用不上「selectors」")
    if setup.form != "sheet" and (setup.columns or setup.sheet):
        raise WrongSetup(f"{setup.form} 用不上「columns」和「sheet」")


def _check_columns(setup: Setup) -> None:
    known = {*COLUMNS[setup.kind], *(("wage",) if setup.kind == "jobs" else ())}
    used = [column for column in setup.columns.values() if column]
    named = [*(name for name in setup.selectors if name not in ("links", "next")), *used, *setup.defaults]
    for column in named:
        if column not in known:
            raise WrongSetup(f"{setup.kind} 没有「{column}」这一栏，可用：{'、'.join(sorted(known))}")
    for column in used:
        if used.count(column) > 1:
            raise WrongSetup(f"「columns」里有两个「{column}」")
    missing = [column for column in ESSENTIAL[setup.kind] if column not in {*named, *_found_without(setup)}]
    if missing:
        raise WrongSetup(f"缺少「{missing[0]}」：写进「defaults」，或写明它在哪里")
    if "wage_unit" in setup.defaults and setup.defaults["wage_unit"] not in jobs.WAGE_UNITS:
        raise WrongSetup(f"wage_unit 可用：{'、'.join(jobs.WAGE_UNITS)}")


def _found_without(setup: Setup) -> set[str]:
    """The columns that need no word: the site's own name, and what the common rules find on a page."""
    found = {"publisher", "source", "expires"}
    if setup.form != "sheet":
        found |= {"title", "body", DAY[setup.kind], TEXT[setup.kind]}
    if "wage" in (*setup.selectors, *setup.columns.values()):
        found.add("wage_unit")
    return found
