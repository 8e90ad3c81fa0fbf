"""Articles, notices, villages, search and feeds: what they show, and what they never do."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from knowledge import catalogue, reading
from knowledge.db import Store
from knowledge.imports import articles as article_files
from knowledge.imports import notices as notice_files
from knowledge.models.article import Article
from knowledge.models.contact import Contact
from knowledge.models.notice import Notice
from tests.conftest import TODAY
from tests.web.public.rows import PHONE, TOWN, goods, job, samples_gone

ATOM = "{http://www.w3.org/2005/Atom}"


def notice(store: Store, **others: object) -> int:
    """The number of a notice that can be found."""
    said = {
        "title": "种粮补贴", "body": "每亩补一百元。", "publisher": "县农业农村局", "region_code": TOWN, "category": "补贴",
        "date": TODAY, "document_no": "桃农发〔2026〕7号",
    } | others  # fmt: skip
    with store.writing() as session:
        made = Notice(**said)
        session.add(made)
        session.flush()
        notice_files.publish(session, made)
        return made.id


def article(store: Store, **others: object) -> int:
    """The number of an article that can be found."""
    said = {
        "title": "火龙果怎么种", "category": "水果", "crops": ["火龙果"], "problems": [], "body": "先整地。\n\n## 施肥\n\n少量多次。",
        "source": "测试来源", "date": TODAY,
    } | others  # fmt: skip
    with store.writing() as session:
        made = Article(**said)
        session.add(made)
        session.flush()
        article_files.publish(session, made, catalogue.current(session))
        return made.id


def test_articles_are_listed_by_category_and_crop(client: FlaskClient, sqlite_store: Store) -> None:
    number = article(sqlite_store)
    link = f'href="/a/{number}"'
    assert all(link in client.get(path).text for path in ("/a", "/a?kind=水果", "/a?q=火龙果"))
    assert all(link not in client.get(path).text for path in ("/a?kind=蔬菜", "/a?q=水稻"))
    assert "没有「没有的果」的文章" in client.get("/a?q=没有的果").text


def test_articles_go_on_page_by_page_and_end(
    client: FlaskClient, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "A_PAGE", 20)
    seen: list[str] = []
    path: str | None = "/a"
    while path:
        page = client.get(path).text
        seen += re.findall(r'href="/a/(\d+)"', page)
        following = re.search(r'href="(/a\?before=[^"]+)">下一页', page)
        path = following[1] if following else None
    with sqlite_store.reading() as session:
        assert sorted(seen) == sorted(str(number) for number in session.scalars(select(Article.id)))
    assert len(seen) > 40


@pytest.mark.parametrize("before", ["x", "20261124.x", "20269999.1", "20261124." + "9" * 25, "٢٠٢٦١١٢٤.1", "."])
def test_an_address_that_says_no_page_is_the_first_or_empty(client: FlaskClient, before: str) -> None:
    assert client.get("/a", query_string={"before": before}).status_code == 200


def test_an_article_says_who_reviewed_it_or_that_nobody_did(client: FlaskClient, sqlite_store: Store) -> None:
    unread, read = article(sqlite_store), article(sqlite_store, title="二", reviewer="王站长")
    assert "未经审核" in client.get(f"/a/{unread}").text and "王站长审核" in client.get(f"/a/{read}").text
    page = client.get(f"/a/{unread}").text
    assert "<h2>施肥</h2>" in page and "来源：测试来源" in page and 'property="og:title"' in page


def test_an_article_past_its_day_is_marked_and_not_recommended(client: FlaskClient, sqlite_store: Store) -> None:
    number = article(sqlite_store, valid_to=TODAY - timedelta(1))
    assert "已过期" in client.get(f"/a/{number}").text
    assert f'"/a/{number}"' not in client.get("/a").text


def test_a_draft_is_not_there(client: FlaskClient, sqlite_store: Store) -> None:
    drafts = f"/a/{article(sqlite_store, status='draft')}", f"/n/{notice(sqlite_store, status='draft')}"
    assert [client.get(path).status_code for path in drafts] == [404, 404]
    assert "<b>种粮补贴</b>" not in client.get("/s?q=种粮补贴").text


def test_a_notice_shows_publisher_document_and_when_it_holds(client: FlaskClient, sqlite_store: Store) -> None:
    number = notice(sqlite_store, valid_from=date(2026, 11, 1), valid_to=date(2026, 12, 31))
    page = client.get(f"/n/{number}").text
    for words in ("县农业农村局", "桃农发〔2026〕7号", "11月1日起到12月31日", "桃源县漆河镇", "以原文为准"):
        assert words in page
    assert "已过期" not in page


def test_a_notice_past_its_day_and_one_before_it_say_so(client: FlaskClient, sqlite_store: Store) -> None:
    past = notice(sqlite_store, valid_to=TODAY - timedelta(1))
    coming = notice(sqlite_store, title="二", valid_from=TODAY + timedelta(1))
    assert "⚠ 已过期（有效到11月23日）" in client.get(f"/n/{past}").text and "已过期" in client.get("/n?kind=补贴").text
    assert "11月25日起才有效" in client.get(f"/n/{coming}").text
    assert f'"/n/{past}"' not in client.get(f"/v/{TOWN[:9]}").text


def test_a_village_shows_its_own_and_what_lies_around(client: FlaskClient, sqlite_store: Store) -> None:
    samples_gone(sqlite_store)
    number, far = notice(sqlite_store), notice(sqlite_store, title="别处的", region_code="430724000000")
    whole = notice(sqlite_store, title="全国的", region_code=None)
    here, away = job(sqlite_store), job(sqlite_store, "430725101000")
    wanted = goods(sqlite_store, kind="demand")
    with sqlite_store.writing() as session:
        session.add(Contact(key="hall", name="漆河镇政府", phone="0736-6612345", region_code=TOWN))
        session.add(Contact(key="elsewhere", name="陬市镇政府", phone="0736-6612346", region_code="430725101000"))
    page = client.get(f"/v/{TOWN[:9]}").text
    assert all(
        f'"{path}"' in page
        for path in (f"/n/{number}", f"/n/{whole}", f"/j/{here}", f"/g/{wanted}", "/v/430725", "/v/4307")
    )
    assert f"/n/{far}" not in page and f"/j/{away}" not in page and "陬市镇政府" not in page
    assert "tel:0736-6612345" in page
    assert '"/v/430725105"' in client.get("/v/430725").text


def test_a_village_has_one_short_address(client: FlaskClient) -> None:
    moved = client.get("/v/430725105000")
    assert moved.status_code == 301 and moved.headers["Location"] == "/v/430725105"
    assert [client.get(f"/v/{code}").status_code for code in ("999", "x", "٤٣", "4", "1" * 40)] == [404] * 5


def test_a_code_on_the_wall_leads_to_the_page(client: FlaskClient) -> None:
    drawn = client.get("/v/430725105/qr.svg")
    assert drawn.mimetype == "image/svg+xml" and ElementTree.fromstring(drawn.data).tag.endswith("svg")
    assert "/v/430725105" in client.get("/v/430725105/qr").text
    assert [client.get(f"/v/999/{name}").status_code for name in ("qr", "qr.svg")] == [404, 404]


def test_search_finds_every_kind_by_any_of_its_names(client: FlaskClient, sqlite_store: Store) -> None:
    samples_gone(sqlite_store)
    work, sold = job(sqlite_store, title="挖土豆"), goods(sqlite_store, "土豆")
    page = client.get("/s?q=洋芋").text
    assert all(words in page for words in (f"/j/{work}", f"/g/{sold}", 'href="/c/', 'href="/a/'))
    assert 'href="/v/430725105000"' in client.get("/s?q=漆河镇").text
    assert "不能买、不能用" in client.get("/s?q=甲胺磷").text


def test_a_number_that_is_searched_for_is_not_told_again(client: FlaskClient, sqlite_store: Store) -> None:
    job(sqlite_store), notice(sqlite_store, body=f"问张某{PHONE}")
    assert PHONE not in client.get(f"/s?q={PHONE}").text and PHONE not in client.get(f"/j?q={PHONE}").text


def test_search_that_finds_nothing_says_so_and_where_to_ask(client: FlaskClient) -> None:
    page = client.get("/s?q=琉璃苣脚手架").text
    assert "没有找到「琉璃苣脚手架」" in page and 'href="/ask"' in page


def test_the_feed_is_atom_with_what_is_new(client: FlaskClient, sqlite_store: Store) -> None:
    number = notice(sqlite_store, body=f"问张某{PHONE}\x0b\x00<b>&")
    answer = client.get("/n.xml")
    entry = ElementTree.fromstring(answer.data).findall(f"{ATOM}entry")[0]
    assert answer.mimetype == "application/atom+xml"
    assert entry.findtext(f"{ATOM}title") == "种粮补贴" and (entry.findtext(f"{ATOM}id") or "").endswith(f"/n/{number}")
    assert entry.findtext(f"{ATOM}summary") == "问张某139****1234<b>&"


def test_engines_are_led_to_what_lasts_and_kept_from_people(client: FlaskClient, sqlite_store: Store) -> None:
    name, number = job(sqlite_store), article(sqlite_store)
    robots = client.get("/robots.txt").text
    assert all(f"Disallow: {path}\n" in robots for path in ("/j", "/g", "/tel/", "/s?", "/console/"))
    parts = re.findall(r"<loc>http://[^/]+(/[^<]+)</loc>", client.get("/sitemap.xml").text)
    listed = "".join(client.get(part).text for part in parts)
    assert f"/a/{number}<" in listed and "/n/" in listed and "/c/" in listed
    assert name not in listed and "/j" not in listed and "/g" not in listed
    assert client.get("/sitemap/x-0.xml").status_code == 404
    assert "noindex" in client.get(f"/j/{name}").text and "noindex" in client.get("/j").text
