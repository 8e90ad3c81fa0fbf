"""A page is read strictly: what is not as it should be is refused, and told apart from a captcha."""

from datetime import UTC, date, datetime

import pytest

from knowledge.pages import Ask, Page
from knowledge.sources import reading
from knowledge.sources.base import Blocked, LayoutChanged
from knowledge.sources.plausible import check_places

WHOLE = "<html><head><title>行情</title></head><body>大白菜</body></html>"


def page(body: str | bytes, content_type: str = "") -> Page:
    content = body if isinstance(body, bytes) else body.encode()
    return Page(Ask("http://site/"), "http://site/", content_type, content, datetime(2026, 11, 25, tzinfo=UTC))


def refusal_of(body: str) -> str:
    with pytest.raises(LayoutChanged) as refusal:
        reading.as_json(page(body))
    return str(refusal.value)


def test_gb_text_is_read_where_the_header_or_the_page_says_so() -> None:
    said = WHOLE.replace("<title>", '<meta charset="gb2312"><title>')
    assert reading.text_of(page(WHOLE.encode("gb18030"), "text/html; charset=GBK")) == WHOLE
    assert reading.text_of(page(said.encode("gb18030"))) == said


def test_gb_text_that_nobody_declares_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="编码"):
        reading.text_of(page(WHOLE.encode("gb18030"), "text/html"))


@pytest.mark.parametrize("encoding", ["gb18030", "latin-1"])
def test_text_that_was_taken_for_another_encoding_and_saved_is_refused(encoding: str) -> None:
    garbled = "湖南省常德市".encode().decode(encoding)
    with pytest.raises(LayoutChanged, match="乱码"):
        reading.text_of(page(garbled))


def test_a_web_page_instead_of_json_is_told_from_a_captcha() -> None:
    assert refusal_of(WHOLE) == "应是 JSON，来的是网页"
    with pytest.raises(Blocked):
        reading.as_json(page(WHOLE.replace("大白菜", "请输入验证码")))


@pytest.mark.parametrize("body", ['{"a": 1', '{"a": 1, "a": 2}', '{"a": NaN}', "[" * 100_000])
def test_json_that_is_cut_or_says_a_thing_twice_or_no_number_is_refused(body: str) -> None:
    assert refusal_of(body) == "JSON 不完整或写法不对"


def test_a_figure_in_json_keeps_the_writing_of_the_site() -> None:
    assert reading.figure(reading.as_json(page('{"price": 2.50}'))["price"]) == "2.50"


def test_json_instead_of_a_web_page_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="应是网页"):
        reading.soup(page("{}"))


def test_a_web_page_that_breaks_off_is_refused() -> None:
    assert reading.soup(page(WHOLE)).title
    with pytest.raises(LayoutChanged, match="断了"):
        reading.soup(page(WHOLE[:-1]))


@pytest.mark.parametrize("written", ["2026-11-23T16:00:00.000+0000", "2026-11-23 08:31:07", "2026-02-30", "11-23", ""])
def test_a_time_of_day_or_of_another_zone_is_no_day(written: str) -> None:
    with pytest.raises(LayoutChanged, match="不是日期"):
        reading.as_day(written)


def test_a_day_may_be_one_off_what_was_asked_for_and_no_more() -> None:
    asked = date(2026, 11, 20), date(2026, 11, 24)
    assert reading.day("2026-11-25 00:00:00", *asked) == "2026-11-25"
    for outside in ("2026-11-18", "2026-11-26"):
        with pytest.raises(LayoutChanged, match="不在所问的日子里"):
            reading.day(outside, *asked)


@pytest.mark.parametrize(
    ("written", "kept"), [("斤", "元/斤"), ("元/kg", "元/公斤"), (" 个", "元/个"), ("桶", "桶"), ("元/枚", "元/枚")]
)
def test_a_unit_that_is_not_known_stays_as_written(written: str, kept: str) -> None:
    assert reading.unit(written) == kept


def test_places_that_are_none_show_a_changed_column() -> None:
    check_places(["湖南省/常德市/桃源县", "湖南省/常德市", "湖南"])
    with pytest.raises(LayoutChanged, match="产地"):
        check_places(["大白菜", "萝卜", "湖南省/常德市"])
