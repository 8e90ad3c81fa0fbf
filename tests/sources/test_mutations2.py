"""A page that has changed in any of these ways brings no wrong row: it is refused, or every row is one of before."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.sources.base import LayoutChanged
from tests.sources.test_recorded_pages2 import HERE, SITES, days, recorded

Changes = dict[str, Callable[[str], str]]
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


ANYWHERE: Changes = {
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
    "full-width digits": lambda text: re.sub(r"\d(?=[\d.]*(<| *元))", lambda digit: chr(ord(digit[0]) + 0xFEE0), text),
}
IN_A_TABLE: Changes = {
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
}
IN_LINES: Changes = {
    "price before the breed": lambda text: re.sub(r"([内外]三元) (\d+\.\d+)", r"\2 \1", text),
    "breed left out": lambda text: re.sub("[内外]三元|土杂猪", "", text),
    "breeds renamed": lambda text: re.sub("[内外]三元|土杂猪", "三元杂", text),
    "change after the price": lambda text: re.sub(r"(\d+\.\d+)", r"\1 +0.20", text),
    "yesterday's price before today's": lambda text: re.sub(r"(\d+\.\d+)", r"9.90 \1", text),
    "price as a share": lambda text: re.sub(r"(\d+\.\d+)", r"\1%", text),
    "price below zero": lambda text: re.sub(r"(\d+\.\d+)", r"-\1", text),
    "price called about": lambda text: re.sub(r"(\d+\.\d+)", r"约\1", text),
    "place left out": lambda text: re.sub("[山河湖][东北南]省\\S*市", "", text),
    "place without its province": lambda text: re.sub("[山河湖][东北南]省", "", text),
    "piglets instead": lambda text: text.replace("生猪", "仔猪"),
    "lines run together": lambda text: re.sub(r"<br ?/?>", " ", text, flags=re.IGNORECASE),
    "lines broken before the price": lambda text: re.sub(r" (\d+\.\d+)", r"<br>\1", text),
    "a table instead": lambda text: text.replace("<p>", "<table><tr><td>").replace("</p>", "</td></tr></table>"),
}
CHANGES = {
    "food21": ANYWHERE | IN_A_TABLE,
    "mofcom": ANYWHERE | IN_A_TABLE,
    "yz88": ANYWHERE | IN_LINES,
}
CASES = [(name, change) for name, changes in CHANGES.items() for change in changes]


@pytest.mark.parametrize(("name", "change"), CASES)
def test_a_changed_page_brings_no_row_that_was_not_there_before(name: str, change: str) -> None:
    page, expected = recorded(Path(HERE / name / f"{PAGES[name]}.expected.json"))
    charset = "utf-8" if name == "food21" else "gbk"
    before = page.body.decode(charset)
    after = CHANGES[name][change](before)
    assert after != before
    body = after.encode(charset)
    try:
        found = SITES[name].read(replace(page, body=body), *days(expected)).rows
    except LayoutChanged:
        found = ()
    assert [row for row in found if row not in expected["rows"]] == []


def test_each_site_is_changed_in_thirty_ways() -> None:
    assert CHANGES.keys() == SITES.keys()
    assert all(len(changes) >= 30 for changes in CHANGES.values())


@pytest.mark.parametrize("name", SITES)
def test_a_page_whose_characters_are_lost_is_refused(name: str) -> None:
    page, expected = recorded(Path(HERE / name / f"{PAGES[name]}.expected.json"))
    charset = "utf-8" if name == "food21" else "gbk"
    lost = page.body.decode(charset).encode("ascii", "replace")
    mistaken = page.body.decode(charset).encode("utf-8").decode("latin-1").encode("utf-8")
    for body in (lost, mistaken):
        with pytest.raises(LayoutChanged):
            SITES[name].read(replace(page, body=body), *days(expected))
