"""A source reads the page that it is given, and nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge.pages import Ask, Page
from knowledge.sources import charset, feed, reading
from knowledge.sources.base import LayoutChanged
from knowledge.sources.feed import Feed
from knowledge.sources.food21 import Food21
from knowledge.sources.setup import Setup
from knowledge.sources.yz88 import Yz88

DAY = date(2026, 11, 24)
SETUP = Setup("feed", "资讯", "articles", "feed", "https://a.example/rss", defaults={"category": "资讯"})
RSS = b"<rss version='2.0'><channel><item><title>t</title><pubDate>2026-11-24</pubDate><description>d</description></item></channel></rss>"


def page(body: bytes, content_type: str = "text/html", url: str = "http://a.example/x") -> Page:
    return Page(Ask(url), url, content_type, body, datetime(2026, 11, 24, 4, tzinfo=UTC))


def test_a_feed_whose_bytes_are_the_name_of_a_file_opens_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "secret.xml"
    kept.write_bytes(RSS)
    monkeypatch.setattr(feed, "_WHOLE", type("Any", (), {"search": staticmethod(lambda _: True)}))
    with pytest.raises(LayoutChanged, match="不是 RSS 或 Atom"):
        Feed(SETUP).read(page(str(kept).encode()), DAY, DAY)


def test_a_feed_of_an_unknown_encoding_or_with_a_loose_ampersand_is_read_as_far_as_it_is_plain() -> None:
    loose = RSS.replace(b"<title>t</title>", b"<title>A & B</title>")
    assert [row["title"] for row in Feed(SETUP).read(page(loose, "text/xml"), DAY, DAY).rows] == ["A & B"]


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("b.html", "http://127.0.0.1:9/news/b.html"),
        ("/b.html", "http://127.0.0.1:9/b.html"),
        ("http://www.yz88.cn/b.html", "http://127.0.0.1:9/b.html"),
        ("http://www.yz88.cn.evil.example/b.html", None),
        ("http://other.example/b.html", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
    ],
)
def test_a_link_stays_on_the_site_or_its_stand_in(href: str, address: str | None) -> None:
    source = Yz88("http://127.0.0.1:9/")
    assert reading.link(source, page(b"", url="http://127.0.0.1:9/news/list.asp"), href) == address


@pytest.mark.parametrize("declared", ["text/html; charset=gb2312", "text/html", "text/html; charset=utf-8"])
def test_chinese_is_read_whichever_of_both_encodings_it_is_in(declared: str) -> None:
    written = '<html><head><meta charset="GBK"></head><body>镕 油菜</body></html>'
    assert charset.text_of(page(written.encode("gbk"), declared)) == written
    assert charset.text_of(page(written.encode("utf-8"), declared)) == written


def test_bytes_that_are_in_no_named_encoding_are_refused() -> None:
    with pytest.raises(LayoutChanged, match="编码"):
        charset.text_of(page(b'<meta charset="nonsense">\xff\xfe\xfd'))


def test_a_page_that_was_redirected_elsewhere_is_refused() -> None:
    asked = Food21().asks(DAY, DAY)[0]
    body = (Path(__file__).parent / "food21" / "paged.html").read_bytes()
    came = replace(page(body), ask=asked, url="https://wap.21food.cn/index.html")
    with pytest.raises(LayoutChanged, match="别的页"):
        Food21().read(came, DAY, DAY)
