"""Chinese text comes out right, or it is known that it did not."""

import pytest

from knowledge.fetch import decoded, text_of
from knowledge.fetch.errors import Undecodable
from knowledge.pages import Ask, Page
from tests.conftest import NOW
from tests.knowledge.fetch.conftest import Make
from tests.knowledge.fetch.stand_in import page, running

PRICES = "<p>今日大白菜批发价每斤零点八元，红薯一点二元，比昨天涨了一成。马王堆市场，2026年11月24日。</p>"
MARKUP = "<table><tr><td class='price'></td></tr></table>" * 100
META = '<html><head><meta http-equiv="Content-Type" content="text/html; charset={}"></head>'


def came(body: bytes, kind: str = "text/html") -> Page:
    return Page(Ask("http://a.example/"), "http://a.example/", kind, body, NOW)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PRICES.encode(), "text/html; charset=utf-8"),
        (PRICES.encode("gbk"), "text/html; charset=GBK"),
        (PRICES.encode("gbk"), "text/html;charset='gb2312'"),
        (PRICES.encode("gbk"), "text/html"),
        (PRICES.encode(), "text/html"),
        (PRICES.encode("utf-8-sig"), "text/html"),
        (PRICES.encode("utf-16"), "text/html"),
        (PRICES.encode("gbk"), "text/html; charset=ISO-8859-1"),
        (PRICES.encode("gbk"), "text/html; charset=utf-8"),
        (PRICES.encode(), "text/html; charset=gbk"),
        (PRICES.encode("gbk"), "text/html; charset=zlib"),
        (PRICES.encode("gbk"), ""),
    ],
    ids=str,
)
def test_a_page_is_read_in_what_it_is_written_in(body: bytes, kind: str) -> None:
    assert text_of(came(body, kind)) == PRICES


@pytest.mark.parametrize(
    ("said", "written"), [("gb2312", "gbk"), ("utf-8", "utf-8"), ("big5", "big5"), ("utf-8", "gbk")]
)
def test_a_page_that_says_in_its_head_what_it_is_written_in_is_believed_if_it_is_true(said: str, written: str) -> None:
    # Characters that Big5 has too.
    text = META.format(said) + "今日大白菜每斤零" * 9
    assert text_of(came(text.encode(written))) == text


def test_a_script_s_character_set_is_not_the_page_s() -> None:
    text = '<script charset="big5" src="a.js"></script>' + PRICES
    assert decoded(came(text.encode("gbk"))).charset == "gb18030"


def test_characters_beyond_the_older_sets_are_read() -> None:
    text = PRICES + "䶮㙍𠮷"
    assert text_of(came(text.encode("gb18030"), "text/html; charset=gb2312")) == text


def test_json_is_utf_8_and_nothing_else() -> None:
    assert text_of(came('{"价": 1}'.encode(), "application/json")) == '{"价": 1}'
    with pytest.raises(Undecodable):
        text_of(came('{"价": 1}'.encode("gbk"), "application/json;charset=utf-8"))


def test_a_character_cut_in_half_is_replaced_and_counted() -> None:
    body = (PRICES * 20).encode() + "菜".encode()[:2]
    text = decoded(came(body, "text/html; charset=utf-8"))
    assert text.text == PRICES * 20 + "\ufffd" and text.replaced == 1


@pytest.mark.parametrize(
    "body",
    [
        (PRICES + "�" * 9).encode(),
        bytes(range(128, 256)) * 20,
        PRICES.encode("shift_jis", "ignore") * 3,
        # Little Chinese in much markup is not given up as a small part of the page.
        (MARKUP + "臺灣農產").encode("big5"),
    ],
    ids=["broken at its source", "no text", "Japanese", "Big5 that does not say so"],
)
def test_what_cannot_be_read_is_not_passed_on(body: bytes) -> None:
    with pytest.raises(Undecodable) as fault:
        text_of(came(body))
    assert fault.value.permanent and fault.value.text == "文字编码认不出"


def test_little_chinese_in_much_markup_is_read() -> None:
    assert text_of(came((MARKUP + "红薯").encode("gbk"))) == MARKUP + "红薯"


@pytest.mark.parametrize("kind", ["text/html", "text/html; charset=gbk"])
def test_a_site_in_gbk_is_read_over_the_wire(make: Make, kind: str) -> None:
    with running({"/": page(PRICES.encode("gbk"), kind)}) as site:
        assert text_of(make(site.gate).get(Ask(f"{site.base}/"))) == PRICES
