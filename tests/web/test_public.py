"""The farmers' pages: what they show, and what they never do."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from knowledge.db import Store
from knowledge.models.article import Article
from knowledge.models.commodity import Commodity
from knowledge.models.passage import Passage
from web import curve, phone, public


@pytest.fixture
def client(sqlite_store: Store) -> FlaskClient:
    app = Flask("webhook")
    app.register_blueprint(public.blueprint())
    app.register_blueprint(phone.blueprint(lambda: "欢迎您！"))
    return app.test_client()


def number_of(store: Store, name: str) -> int:
    with store.reading() as session:
        return session.scalars(select(Commodity.id).where(Commodity.name == name)).one()


def test_home_lists_prices_and_marks_samples(client: FlaskClient) -> None:
    page = client.get("/?q=白菜").text
    assert "白菜" in page and "元/斤" in page and "演示" in page


def test_a_commodity_shows_figure_day_source_and_curve(client: FlaskClient, sqlite_store: Store) -> None:
    page = client.get(f"/c/{number_of(sqlite_store, '白菜')}").text
    assert "<polyline" in page and "元/斤" in page and "来源：" in page and "仅供参考" in page


def test_a_commodity_without_quotes_says_so(client: FlaskClient, sqlite_store: Store) -> None:
    assert "还没有「茶油」的报价" in client.get(f"/c/{number_of(sqlite_store, '茶油')}").text


def test_an_article_shows_every_part_with_its_source(client: FlaskClient, sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        article = session.scalars(select(Article).where(Article.title.contains("二化螟"))).one()
    page = client.get(f"/a/{article.id}").text
    assert article.source in page and page.count("<h2>") == article.body.count("\n## ")


def test_an_article_that_is_not_published_is_not_there(client: FlaskClient, sqlite_store: Store) -> None:
    with sqlite_store.writing() as session:
        article = session.scalars(select(Article)).first()
        assert article is not None
        article.status, number = "archived", article.id
    assert client.get(f"/a/{number}").status_code == 404


def test_an_article_that_recommends_a_banned_pesticide_is_withheld(client: FlaskClient, sqlite_store: Store) -> None:
    with sqlite_store.writing() as session:
        article = session.scalars(select(Article)).first()
        assert article is not None
        number = article.id
        head = select(Passage).where(Passage.kind == "article", Passage.row_id == number, Passage.position == 0)
        session.scalars(head).one().text = "用甲胺磷喷雾防治。"
    page = client.get(f"/a/{number}").text
    assert "喷雾防治" not in page and "不能照用" in page


def test_what_does_not_exist_says_so_in_chinese(client: FlaskClient) -> None:
    missing = client.get("/c/999999")
    assert missing.status_code == 404 and "没有这一页" in missing.text


@pytest.mark.parametrize("path", ["/", "/phone"])
def test_pages_load_nothing_from_elsewhere(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    loaded = re.sub(r'<meta property="og:[^>]*>', "", response.text)
    assert "http://" not in loaded and "https://" not in loaded


def test_the_phone_offers_menu_and_townships(client: FlaskClient) -> None:
    page = client.get("/phone").text
    assert "漆河镇" in page and 'data-words="最近有什么通知"' in page


def test_a_flat_curve_stands_in_the_middle_and_needs_two_points() -> None:
    quotes = [SimpleNamespace(date=date(2026, 11, day), fen_per_kg=120) for day in (1, 2)]
    drawn = curve.drawn(quotes)
    assert drawn is not None and drawn.points == "8.0,60.0 312.0,60.0" and drawn.low == drawn.high == "0.60"
    assert curve.drawn(quotes[:1]) is None
