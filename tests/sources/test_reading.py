"""A page is read strictly: what is not as it should be is refused, and told apart from a captcha."""

from datetime import UTC, datetime

import pytest

from knowledge.pages import Ask, Page
from knowledge.sources import charset, reading, values
from knowledge.sources.base import Blocked, LayoutChanged

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
    assert charset.text_of(page(WHOLE.encode("gb18030"), "text/html; charset=GBK")) == WHOLE
    assert charset.text_of(page(said.encode("gb18030"))) == said


def test_gb_text_that_nobody_declares_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="编码"):
        charset.text_of(page(WHOLE.encode("gb18030"), "text/html"))


@pytest.mark.parametrize("encoding", ["gb18030", "latin-1"])
def test_text_that_was_taken_for_another_encoding_and_saved_is_refused(encoding: str) -> None:
    garbled = "湖南省常德市".encode().decode(encoding)
    with pytest.raises(LayoutChanged, match="乱码"):
        charset.text_of(page(garbled))


def test_a_web_page_instead_of_json_is_told_from_a_captcha() -> None:
    assert refusal_of(WHOLE) == "应是 JSON，来的是网页"
    with pytest.raises(Blocked):
        reading.as_json(page(WHOLE.replace("大白菜", "请输入验证码")))


@pytest.mark.parametrize("body", ['{"a": 1', '{"a": 1, "a": 2}', '{"a": NaN}', "[" * 100_000])
def test_json_that_is_cut_or_says_a_thing_twice_or_no_number_is_refused(body: str) -> None:
    assert refusal_of(body) == "JSON 不完整或写法不对"


def test_a_figure_in_json_keeps_the_writing_of_the_site() -> None:
    assert values.figure(reading.as_json(page('{"price": 2.50}'))["price"]) == "2.50"


def test_json_instead_of_a_web_page_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="应是网页"):
        reading.soup(page("{}"))


def test_a_web_page_that_breaks_off_is_refused() -> None:
    assert reading.soup(page(WHOLE)).title
    with pytest.raises(LayoutChanged, match="断了"):
        reading.soup(page(WHOLE[:-1]))


@pytest.mark.parametrize("title", ["请验证", "用户登录 - 惠农网", "安全验证", "登陆_养猪巴巴网"])
def test_a_title_that_asks_for_proof_or_a_login_is_a_closed_door(title: str) -> None:
    with pytest.raises(Blocked):
        reading.soup(page(WHOLE.replace("行情", title)))


@pytest.mark.parametrize("title", ["谨防泄露短信验证码的通知", "关于开展养老待遇资格验证的通知", "新版平台登录说明"])
def test_a_notice_about_codes_and_logins_is_read(title: str) -> None:
    tree = reading.soup(page(WHOLE.replace("行情", title)))
    assert tree.title and reading.words(tree.title) == title


def test_what_follows_the_end_of_a_web_page_cuts_nothing_off() -> None:
    assert reading.soup(page(WHOLE + "<!-- 0.1 s --><script>count()</script>")).title


def test_a_form_with_a_password_in_place_of_the_list_is_a_closed_door() -> None:
    tree = reading.soup(page(WHOLE.replace("大白菜", "<input type='password'>")))
    assert isinstance(reading.changed(tree, "没有价格表"), Blocked)
    assert not isinstance(reading.changed(reading.soup(page(WHOLE)), "没有价格表"), Blocked)
