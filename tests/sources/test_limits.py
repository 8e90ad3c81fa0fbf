"""However much a page offers, only so much of it is followed."""

from datetime import UTC, date, datetime

import pytest

from knowledge.pages import Ask, Page
from knowledge.sources.base import LayoutChanged, Reading
from tests.sources.recorded import recorded

DAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


def read(setup: str, body: bytes, part: str) -> Reading:
    """What the source of a recorded setup says of a page on its own site."""
    source = recorded(setup).source
    ask = Ask(recorded(setup).expected["setup"]["address"], part=part)
    return source.read(Page(ask, ask.url, "text/html", body, NOON), DAY, DAY)


def a_list(day: str) -> bytes:
    link = f'<ul class="list"><li><a href="1.html">通知</a> {day}</li></ul><a class="next" href="2.html">下一页</a>'
    return f"<html><body>{link}</body></html>".encode()


def test_five_pages_of_a_list_are_read_and_no_more() -> None:
    assert [ask.part for ask in read("listing/notices_list", a_list("2026-11-24"), "list 4").asks] == ["page", "list 5"]
    assert [ask.part for ask in read("listing/notices_list", a_list("2026-11-24"), "list 5").asks] == ["page"]


def test_a_list_of_older_pages_ends_the_reading() -> None:
    assert not read("listing/notices_list", a_list("2026-11-02"), "list 1").asks
    assert [ask.part for ask in read("listing/notices_list", a_list("2026-11-25"), "list 1").asks] == ["list 2"]


def test_a_page_with_hardly_a_word_has_no_text() -> None:
    body = "<html><body><h1>油菜</h1><p>发布时间：2026-11-24</p><div><p>页面已移走</p></div></body></html>".encode()
    with pytest.raises(LayoutChanged, match="body"):
        read("listing/article_without_selectors", body, "page")


def test_a_site_that_claims_too_many_pages_is_refused() -> None:
    page = recorded("mofcom/paged")
    with pytest.raises(LayoutChanged, match="页数"):
        page.read(page.path.read_bytes().replace(b"v_PageCount = 3;", b"v_PageCount = 51;"))


def test_a_feed_that_ends_in_comments_is_whole_and_one_that_goes_on_after_them_is_not() -> None:
    feed = b"<rss version='2.0'><channel><title>x</title></channel></rss>"
    assert not read("feed/rss", feed + b"\n<!-- made in 0.1 s -->\n", "feed").rows
    with pytest.raises(LayoutChanged, match="完整"):
        read("feed/rss", feed + b"<!---->" * 500 + b"x", "feed")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2026-11-24,漆河,草鱼,,11,13,12,,1", "第 2 行比表头多 1 格"),
        ("2026-11-24,,草鱼,,11,13,12,", "第 2 行有空着或看不懂的格：market"),
        ("2026-11-31,漆河,草鱼,,11,13,12,", "第 2 行有空着或看不懂的格：date"),
        ("2026-11-24,漆河,草鱼,,11,13,１２,", "不是数字"),
    ],
)
def test_a_line_that_does_not_fit_its_header_holds_the_whole_sheet(line: str, reason: str) -> None:
    header = "日期,市场,品名,等级,最低价,最高价,均价,备注"
    with pytest.raises(LayoutChanged, match=reason):
        read("sheet/prices", f"{header}\n{line}\n".encode(), "sheet")


def test_a_header_with_one_name_twice_holds_the_whole_sheet() -> None:
    lines = "日期,市场,品名,等级,最低价,最高价,均价,备注,均价\n2026-11-24,漆河,草鱼,,11,13,12,,24\n"
    with pytest.raises(LayoutChanged, match="没有这样的表头"):
        read("sheet/prices", lines.encode(), "sheet")
