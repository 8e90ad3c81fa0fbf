"""The price board and a commodity's page."""

import io
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select, update

from knowledge import clock
from knowledge.charts import picture
from knowledge.db import Store
from knowledge.models.market import Market
from knowledge.models.price import Quote, Series
from tests.conftest import TODAY
from tests.web.public.conftest import number_of
from web.public import curves

FAR, NEAR = "110000000000", "430725105000"


def quoted(store: Store, commodity: str, place: str, days_ago: int, fen_per_kg: int = 200, unit: str = "元/斤") -> int:
    """A market in a place that quoted the commodity so long ago; returns the series."""
    yuan = f"{fen_per_kg / 200:.2f}"
    with store.writing() as session:
        market = Market(name=f"{place}{days_ago}市场", region_code=place)
        session.add(market)
        session.flush()
        series = Series(
            commodity_id=number_of(store, commodity), market_id=market.id, written=commodity, variety="", grade="",
            unit=unit, source="测试来源",
        )  # fmt: skip
        session.add(series)
        session.flush()
        by_weight = fen_per_kg if unit == "元/斤" else None
        session.add(
            Quote(
                series_id=series.id, date=TODAY - timedelta(days_ago), low=yuan, high=yuan, average=yuan,
                fen_per_kg_low=by_weight, fen_per_kg_high=by_weight, fen_per_kg=by_weight,
            )
        )  # fmt: skip
        return series.id


def first_row(page: str) -> str:
    found = re.search(r'<ul class="cells">\n<li>(.*?)</li>', page, re.S)
    assert found
    return re.sub(r"<[^>]+>", " ", found[1])


def test_my_place_comes_first(client: FlaskClient, sqlite_store: Store) -> None:
    quoted(sqlite_store, "茶油", NEAR, 1)
    assert "茶油" in first_row(client.get("/?place=漆河镇").text)
    client.get(f"/choose?place={NEAR}")
    assert "茶油" in first_row(client.get("/").text)


def test_what_is_a_month_old_stands_behind_what_is_farther(client: FlaskClient, sqlite_store: Store) -> None:
    quoted(sqlite_store, "茶油", NEAR, 31)
    quoted(sqlite_store, "茶油", FAR, 2, 400)
    assert "2.00元/斤" in first_row(client.get("/?q=茶油").text)


def test_an_old_figure_says_so_with_its_day_and_age(client: FlaskClient, sqlite_store: Store) -> None:
    quoted(sqlite_store, "茶油", NEAR, 8)
    row = first_row(client.get("/?q=茶油").text)
    assert "⚠ 数据已旧" in row and "11月16日" in row and "8天前" in row


def test_the_only_figure_of_months_ago_is_called_the_last_one(client: FlaskClient, sqlite_store: Store) -> None:
    quoted(sqlite_store, "茶油", NEAR, 40)
    for path in ("/?q=茶油", f"/c/{number_of(sqlite_store, '茶油')}"):
        assert "最近一次是 10月15日（40天前）" in client.get(path).text


def test_a_row_says_the_source_and_its_own_figure_where_the_unit_is_another(
    client: FlaskClient, sqlite_store: Store
) -> None:
    series = quoted(sqlite_store, "茶油", NEAR, 0)
    with sqlite_store.writing() as session:
        session.execute(update(Series).where(Series.id == series).values(unit="元/公斤"))
        session.execute(update(Quote).where(Quote.series_id == series).values(average="2"))
    row = first_row(client.get("/?q=茶油").text)
    assert "1.00元/斤" in row and "原报价2元/公斤" in row and "来源：测试来源" in row


def test_a_shared_link_says_what_and_how_much(client: FlaskClient, sqlite_store: Store) -> None:
    number = number_of(sqlite_store, "白菜")
    page = client.get(f"/c/{number}").text
    said = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page))
    assert said["title"] == "白菜价格" and "元/斤" in said["description"] and "来源：" in said["description"]
    assert said["image"] == f"http://127.0.0.1:8000/c/{number}.png" and said["url"].endswith(f"/c/{number}")
    assert client.get(f"/c/{number}.png").status_code == 200


def test_a_change_is_said_in_words_and_direction(client: FlaskClient, sqlite_store: Store) -> None:
    series = quoted(sqlite_store, "茶油", NEAR, 3)
    with sqlite_store.writing() as session:
        older = session.scalars(select(Quote).where(Quote.series_id == series)).one()
        figures = {"low": "1.10", "high": "1.10", "average": "1.10", "fen_per_kg": 220}
        session.add(Quote(series_id=series, date=TODAY, **figures))
        assert older.fen_per_kg == 200
    row = client.get("/?q=茶油").text
    assert "▲ 比11月21日涨0.10元（10%）" in row and 'class="up"' in row


def test_a_price_by_piece_keeps_its_unit(client: FlaskClient, sqlite_store: Store) -> None:
    quoted(sqlite_store, "茶油", NEAR, 0, 9000, "元/头")
    for path in ("/?q=茶油", f"/c/{number_of(sqlite_store, '茶油')}"):
        page = client.get(path).text
        assert "45.00元/头" in page and "45.00元/斤" not in page


def test_categories_and_pages_hold_all_that_is_quoted_once(client: FlaskClient, sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        wanted = set(session.scalars(select(Series.commodity_id).join(Quote)))
    shown: list[int] = []
    for page in range(1, 9):
        shown += map(int, re.findall(r'<li><a class="row" href="/c/(\d+)"', client.get(f"/?page={page}").text))
    assert len(shown) == len(set(shown)) and set(shown) == wanted
    kinds = re.findall(r'href="/\?kind=([^"]+)"', client.get("/").text)
    assert kinds and all(client.get(f"/?kind={kind}").status_code == 200 for kind in kinds)


def test_a_search_knows_other_names_and_says_what_is_not_quoted(client: FlaskClient) -> None:
    assert "白菜" in first_row(client.get("/?q=黄芽白").text)
    page = client.get("/?q=茶油").text
    assert "没有「茶油」的报价" in page and "还没有报价的" in page


@pytest.mark.parametrize(
    "query", ["page=x", "page=-1", "page=99999999999", "kind=%00", "q=%ff", "place=%F0%9F", "q=" + "白" * 999]
)
def test_an_odd_address_is_a_page_all_the_same(client: FlaskClient, query: str) -> None:
    assert client.get(f"/?{query}").status_code == 200


@pytest.mark.parametrize("query", ["days=0", "days=x", "days=²", "s=x", "s=99999999999999999999", "days=365&s=-1"])
def test_an_odd_course_is_the_usual_one(client: FlaskClient, sqlite_store: Store, query: str) -> None:
    number = number_of(sqlite_store, "白菜")
    assert client.get(f"/c/{number}?{query}").status_code == 200
    assert client.get(f"/c/{number}.png?{query}").status_code == 200


def test_a_commodity_compares_its_markets_and_names_each_source(client: FlaskClient, sqlite_store: Store) -> None:
    number = number_of(sqlite_store, "白菜")
    page = client.get(f"/c/{number}").text
    assert page.count('<svg class="curve"') == 2 and "北京新发地农产品批发市场" in page and "黄芽白" in page
    rows = page.split('<ul class="cells">')[1].split("</ul>")[0]
    assert rows.count("来源：") == rows.count("<li>") == 2
    other = re.findall(rf"/c/{number}\?s=(\d+)", rows)[1]
    assert "北京新发地" in client.get(f"/c/{number}?s={other}").text.split("card")[1].split("</section>")[0]


def test_a_chart_weighs_little(client: FlaskClient, sqlite_store: Store) -> None:
    page = client.get(f"/c/{number_of(sqlite_store, '白菜')}?days=365").text
    assert len(re.search(r"<svg.*?</svg>", page, re.S)[0]) < 5_000  # type: ignore[index]


def test_a_year_that_has_one_quote_draws_no_chart_and_says_so(client: FlaskClient, sqlite_store: Store) -> None:
    quoted(sqlite_store, "茶油", NEAR, 3)
    number = number_of(sqlite_store, "茶油")
    assert "画不出走势" in client.get(f"/c/{number}").text
    assert client.get(f"/c/{number}.png").status_code == 404


def test_a_picture_of_a_commodity_is_kept_like_a_page(client: FlaskClient, sqlite_store: Store) -> None:
    path = f"/c/{number_of(sqlite_store, '白菜')}.png?days=30"
    first = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert Image.open(io.BytesIO(first.data)).width == 680 and "Content-Encoding" not in first.headers
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_what_a_source_calls_itself_is_text(client: FlaskClient, sqlite_store: Store) -> None:
    series = quoted(sqlite_store, "茶油", NEAR, 1)
    with sqlite_store.writing() as session:
        session.execute(update(Series).where(Series.id == series).values(source="<script>alert(1)</script>\"'"))
    page = client.get(f"/c/{number_of(sqlite_store, '茶油')}").text
    assert "<script" not in page and "&lt;script" in page


def test_one_address_has_only_so_many_pictures_drawn(
    client: FlaskClient, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "machine_seconds", lambda: 60_000.0)
    monkeypatch.setattr(picture, "png", lambda *_args: b"png")
    path = f"/c/{number_of(sqlite_store, '白菜')}.png"
    drawn = [client.get(f"{path}?n={n}").status_code for n in range(curves.A_MINUTE + 1)]
    assert drawn == [200] * curves.A_MINUTE + [429] and client.get(f"{path}?n=1").status_code == 200
    monkeypatch.setattr(clock, "machine_seconds", lambda: 60_060.0)
    assert client.get(f"{path}?n=again").status_code == 200
