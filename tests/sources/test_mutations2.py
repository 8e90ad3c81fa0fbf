"""A page that has changed in any of these ways brings no wrong row: it is refused, or every row is one of before."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.sources.base import LayoutChanged
from tests.sources.test_recorded_pages2 import HERE, SITES, days, recorded

PAGES = {"food21": "paged", "mofcom": "paged", "yz88": "pigs"}


def swapped(text: str, first: int, second: int) -> str:
    """The cells of each row with two of them in each other's place."""

    def of_row(row: re.Match[str]) -> str:
        cells = re.findall(r"<t[dh]>.*?</t[dh]>", row[0], re.DOTALL)
        cells[first], cells[second] = cells[second], cells[first]
        return f"<tr>{''.join(cells)}</tr>"

    return re.sub(r"<tr>.*?</tr>", of_row, text, flags=re.DOTALL)


def with_column(text: str, head: str, cell: str, place: str) -> str:
    """Each row with a further cell, at its start or at its end."""
    text = re.sub(
        r"<tr>(?=\s*<th>)" if place == "first" else r"(?<=</th>)</tr>",
        f"<tr><th>{head}</th>" if place == "first" else f"<th>{head}</th></tr>",
        text,
    )
    return re.sub(
        r"<tr>(?=\s*<td>)" if place == "first" else r"(?<=</td>)\s*</tr>",
        f"<tr><td>{cell}</td>" if place == "first" else f"<td>{cell}</td></tr>",
        text,
    )


def page_of(title: str, body: str) -> str:
    return f'<html><head><meta charset="gbk"><title>{title}</title></head><body>{body}</body></html>'


CHANGES: dict[str, Callable[[str], str]] = {
    "first two columns swapped": lambda text: swapped(text, 0, 1),
    "second and third column swapped": lambda text: swapped(text, 1, 2),
    "price renamed to highest": lambda text: re.sub(r"<th>价格.*?</th>", "<th>最高价</th>", text),
    "price renamed to change": lambda text: re.sub(r"<th>价格.*?</th>", "<th>涨跌</th>", text),
    "name renamed to place": lambda text: re.sub(r"<th>(品名|产品)</th>", "<th>产地</th>", text),
    "day renamed": lambda text: re.sub(r"<th>(发布)?日期</th>", "<th>上市</th>", text),
    "unit column last": lambda text: with_column(text, "单位", "斤", "last"),
    "unit column first": lambda text: with_column(text, "单位", "斤", "first"),
    "lowest price column": lambda text: with_column(text, "最低价", "1", "last"),
    "no header": lambda text: re.sub(r"<tr><th>.*?</tr>", "", text),
    "no rows": lambda text: re.sub(r"<tr>\s*<td>.*</tr>", "", text, flags=re.DOTALL),
    "empty table": lambda text: re.sub(r"<tr>.*</tr>", "", text, flags=re.DOTALL),
    "no table": lambda text: re.sub(r"<table.*</table>", "", text, flags=re.DOTALL).replace("<p>", "<i>"),
    "classes renamed": lambda text: re.sub(r'class="', 'class="new_', text),
    "login page": lambda _: page_of("用户登录", '<form><input type="password" name="p"></form>'),
    "captcha": lambda _: page_of("安全验证", "请输入验证码"),
    "error page with 200": lambda _: page_of("500", "服务器内部错误"),
    "maintenance": lambda _: page_of("系统维护", "<table><tr><td>系统维护中</td></tr></table>"),
    "cut in the middle": lambda text: text[: len(text) // 2],
    "cut in a price": lambda text: text[: re.search(r"1\.2|2\.5|14\.6", text).end() - 1],  # type: ignore[union-attr]
    "json": lambda _: '{"code":401,"msg":"请登录"}',
    "nothing": lambda _: "",
    "prices of words": lambda text: re.sub(r"\d+\.\d+", "若干", text),
    "prices with thousands": lambda text: re.sub(r"(\d+)\.(\d+)(?=<| *元)", r"\1,\2", text),
    "two prices in a cell": lambda text: re.sub(r"(\d+\.\d+)(?=<| *元)", r"\1-\1", text),
    "prices in fen": lambda text: re.sub(r"元(?=<em>|\)|/)", "分", text),
    "days of another kind": lambda text: re.sub(
        r"2026-(\d\d)-(\d\d)", r"\2/\1/2026", re.sub(r"(\d+)月(\d+)日", r"\2/\1", text)
    ),
    "days of last year": lambda text: text.replace("2026-", "2025-").replace("7月15日", "7月1日"),
    "days to come": lambda text: text.replace("2026-", "2027-").replace("7月15日", "7月16日"),
    "another market": lambda text: re.sub("甘露寺|闽南果蔬", "红星", text).replace("生猪", "肉牛"),
    "spaces in numbers": lambda text: re.sub(r"(\d)\.(\d)", r"\1 \2", text),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", SITES)
def test_a_changed_page_brings_no_row_that_was_not_there_before(name: str, change: str) -> None:
    page, expected = recorded(Path(HERE / name / f"{PAGES[name]}.expected.json"))
    charset = "utf-8" if name == "food21" else "gbk"
    body = CHANGES[change](page.body.decode(charset)).encode(charset)
    try:
        found = SITES[name].read(replace(page, body=body), *days(expected)).rows
    except LayoutChanged:
        found = ()
    assert [row for row in found if row not in expected["rows"]] == []


@pytest.mark.parametrize("name", SITES)
def test_a_page_whose_characters_are_lost_is_refused(name: str) -> None:
    page, expected = recorded(Path(HERE / name / f"{PAGES[name]}.expected.json"))
    charset = "utf-8" if name == "food21" else "gbk"
    lost = page.body.decode(charset).encode("ascii", "replace")
    mistaken = page.body.decode(charset).encode("utf-8").decode("latin-1").encode("utf-8")
    for body in (lost, mistaken):
        with pytest.raises(LayoutChanged):
            SITES[name].read(replace(page, body=body), *days(expected))
