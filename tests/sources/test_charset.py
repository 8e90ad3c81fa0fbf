"""A page's characters are found whatever it says of them, and no page is read as other characters than its own."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sources import charset
from knowledge.sources.base import LayoutChanged
from knowledge.sources.forms import source_of
from knowledge.sources.setup import from_json
from knowledge.starter import fill
from tests.conftest import TODAY
from tests.night.text_sites import feed_setup
from tests.sources.test_reading import page

SAID = ["", "text/html", "text/html; charset=utf-8", "text/html; charset=ISO-8859-1", "text/html; charset=big5"]
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(fill.HERE.rglob("*.md"))]
# What sites in other languages write, and in which encodings.
FOREIGN = {
    "오늘 농산물 도매 시장 가격 안내 배추 양파 마늘 고추 대파 감자 고구마 이용약관 개인정보처리방침 회원가입": [
        "euc-kr",
        "cp949",
    ],
    "本日の野菜の卸売市場価格は次の通りです。キャベツ、ほうれん草、玉ねぎ、人参。利用規約と会員登録について": [
        "shift_jis",
        "euc-jp",
    ],
    "Цены на овощи сегодня: картофель, капуста, морковь, лук, чеснок, помидоры и огурцы": ["cp1251", "koi8-r"],
    "Τιμές λαχανικών στην αγορά σήμερα: πατάτες, κρεμμύδια, ντομάτες": ["iso8859-7"],
    "Přílišná žluťoučká zelenina stála včera méně než dnes; křen, česnek, žampióny": ["cp1250", "iso8859-2"],
    "今日蔬菜批發價格：白菜、蘿蔔、黃瓜、馬鈴薯、豬肉與雞蛋，各鄉鎮農會請通知農民朋友": ["big5", "cp950"],
}
FOREIGNERS = [(text, encoding) for text, encodings in FOREIGN.items() for encoding in encodings]


@st.composite
def chinese(draw: st.DrawFn) -> str:
    """A page with a piece of one of the product's own articles."""
    text = draw(st.sampled_from(TEXTS))
    begin = draw(st.integers(0, max(0, len(text) - 400)))
    return f"<html><body>{text[begin : begin + draw(st.integers(200, 400))]}</body></html>"


def read(body: bytes, said: str) -> str | None:
    """The text, None for a page that is refused."""
    try:
        return charset.text_of(page(body, said))
    except LayoutChanged:
        return None


@given(chinese(), st.sampled_from(SAID), st.sampled_from(["utf-8", "gb18030"]))
def test_chinese_is_found_whatever_the_page_says_of_itself(text: str, said: str, encoding: str) -> None:
    assert read(text.encode(encoding), said) == text


@given(chinese(), st.sampled_from([*SAID, "text/html; charset=gbk"]), st.sampled_from(["big5", "euc-jp", "utf-16"]))
def test_chinese_in_another_encoding_is_refused(text: str, said: str, encoding: str) -> None:
    assert read(text.encode(encoding, "ignore"), said) is None


@given(chinese(), st.sampled_from([*SAID, "text/html; charset=gbk"]), st.data())
def test_chinese_that_lost_a_byte_is_refused_or_lost_no_more(text: str, said: str, drawn: st.DataObject) -> None:
    body = text.encode()
    cut = drawn.draw(st.integers(0, len(body) - 1))
    found = read(body[:cut] + body[cut + 1 :], said)
    assert found is None or (body[cut] < 0x80 and found == (body[:cut] + body[cut + 1 :]).decode())


@given(
    st.sampled_from(FOREIGNERS), st.sampled_from([*SAID, "text/html; charset=gbk"]), st.randoms(use_true_random=False)
)
def test_another_language_is_not_taken_for_chinese(foreign: tuple[str, str], said: str, chance: random.Random) -> None:
    text, encoding = foreign
    words = text.split() * 3
    chance.shuffle(words)
    assert read(" ".join(words).encode(encoding), said) is None


@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_at_all_are_refused_or_read_exactly(body: bytes) -> None:
    found = read(body, "")
    assert found is None or found.encode() in (body, body.removeprefix(b"\xef\xbb\xbf"))


def test_too_little_proves_nothing() -> None:
    assert read(("白菜多少钱" * 3).encode("gb18030"), "") is None
    assert read(("白菜" * 30).encode("gb18030"), "") is None


@pytest.mark.parametrize("said", ["text/xml", "text/xml; charset=iso-8859-1"])
@pytest.mark.parametrize("declared", ["", ' encoding="utf-8"', ' encoding="gb2312"'])
def test_a_feed_is_read_in_its_own_characters(declared: str, said: str) -> None:
    feed = source_of(from_json(json.dumps(feed_setup("http://site", "any"))))
    text = "各乡镇人民政府要认真做好秋收秋种工作，及时公布粮油价格。"
    body = (
        f'<?xml version="1.0"{declared}?><rss version="2.0"><channel><title>农业</title><item><title>秋种的通知</title>'
        f"<description>{text}</description><pubDate>{TODAY}</pubDate></item></channel></rss>"
    )
    (row,) = feed.read(page(body.encode("gb18030"), said), TODAY, TODAY).rows
    assert row["title"] == "秋种的通知" and text in row.values()


def test_a_feed_that_is_no_chinese_is_refused() -> None:
    feed = source_of(from_json(json.dumps(feed_setup("http://site", "any"))))
    with pytest.raises(LayoutChanged, match="编码"):
        feed.read(
            page("<rss version='2.0'><channel><title>cafés été</title></channel></rss>".encode("latin-1")), TODAY, TODAY
        )
