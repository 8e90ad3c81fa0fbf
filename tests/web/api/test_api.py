"""The open interface: what it gives, what it refuses, and how much of it."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.imports.run import import_path
from knowledge.models.price import Quote, Series
from tests.conftest import TODAY
from web import api, public
from web.api.prices import LICENCE


def all_prices(client: FlaskClient, query: str) -> list[dict[str, Any]]:
    """Every page of an answer, joined."""
    rows, following = [], ""
    while True:
        page = client.get(f"/api/v1/prices?{query}{following}").json
        rows += page["prices"]
        if page["next"] is None:
            return rows
        following = f"&cursor={page['next']}"


def test_pages_hold_every_quote_once(client: FlaskClient, sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        stored = session.scalar(select(func.count()).select_from(Quote).where(Quote.date <= TODAY))
    rows = all_prices(client, "limit=97")
    keys = {
        (row["date"], row["market_id"], row["commodity_id"], row["written"], row["variety"], row["grade"])
        for row in rows
    }
    assert len(rows) == len(keys) == stored


def test_filters_narrow_to_what_they_name(client: FlaskClient) -> None:
    rows = all_prices(client, "commodity=黄芽白&market=新发地&from=2026-11-10&to=2026-11-20")
    assert rows and {row["commodity"] for row in rows} == {"白菜"}
    assert {row["market"] for row in rows} == {"北京新发地农产品批发市场"}
    assert {"2026-11-10" <= row["date"] <= "2026-11-20" for row in rows} == {True}
    assert {row["region_code"][:2] for row in all_prices(client, "region=北京市&limit=1000")} == {"11"}


def test_a_price_has_its_source_unit_and_licence(client: FlaskClient) -> None:
    page = client.get("/api/v1/prices?commodity=白菜&limit=1").json
    row = page["prices"][0]
    assert row["source"] and row["unit"] and page["licence"] == LICENCE and row["is_demo"] is True
    assert row["yuan_per_jin"] == pytest.approx(float(row["average"]))


def test_nothing_of_tomorrow_is_given(client: FlaskClient, sqlite_store: Store) -> None:
    with sqlite_store.writing() as session:
        session.add(Quote(series_id=1, date=date(2026, 11, 25), low="1", high="1", average="1"))
    assert not all_prices(client, "from=2026-11-25")


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("limit=0", 400, "1 到 1000"),
        ("limit=x", 400, "limit"),
        ("from=2026-02-30", 400, "日期"),
        ("from=2026-11-02&to=2026-11-01", 400, "之后"),
        ("cursor=1", 400, "next"),
        ("colour=1", 400, "没有「colour」这个参数"),
        ("limit=1&limit=2", 400, "一次"),
        ("commodity=", 400, "commodity"),
        ("commodity=没有这样的东西", 404, "没有叫「没有这样的东西」的农产品"),
        ("market=没有的市场", 404, "市场"),
        ("region=没有的地方", 404, "地方"),
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/prices", "/api/v1/prices.csv"])
def test_what_cannot_be_answered_says_why(client: FlaskClient, path: str, query: str, status: int, said: str) -> None:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == status
    assert said.replace("1000", "10000" if path.endswith("csv") else "1000") in answer.json["error"]


def test_a_table_can_be_imported_by_another_installation(
    client: FlaskClient, sqlite_store: Store, watch: Clock, tmp_path: Path
) -> None:
    path = tmp_path / "prices.csv"
    path.write_bytes(client.get("/api/v1/prices.csv?commodity=白菜").data)
    report = import_path(sqlite_store, watch, "prices", path, dry_run=True)
    assert report.read == len(path.read_text(encoding="utf-8-sig").splitlines()) - 1 > 20


def test_a_table_names_its_next_page_and_its_licence(client: FlaskClient) -> None:
    answer = client.get("/api/v1/prices.csv?limit=5")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == 5 and {row["licence"] for row in rows} == {LICENCE}
    following = answer.headers["Link"].split(">")[0].partition("/api/")[2]
    others = list(csv.DictReader(io.StringIO(client.get(f"/api/{following}").text.removeprefix("\ufeff"))))
    assert others and others[0] not in rows


def test_a_table_holds_no_formula(client: FlaskClient, sqlite_store: Store) -> None:
    with sqlite_store.writing() as session:
        session.execute(update(Series).values(source="=1+1", written="@x"))
    assert ",=1+1" not in client.get("/api/v1/prices.csv?limit=5").text


def test_commodities_and_markets_come_in_pages(client: FlaskClient) -> None:
    for kind in ("commodities", "markets"):
        whole = client.get(f"/api/v1/{kind}?limit=1000").json
        first = client.get(f"/api/v1/{kind}?limit=3").json
        second = client.get(f"/api/v1/{kind}?limit=3&after={first['next']}").json
        assert whole[kind][:6] == first[kind] + second[kind]
    cabbage = next(
        one for one in client.get("/api/v1/commodities?limit=1000").json["commodities"] if one["name"] == "白菜"
    )
    assert "黄芽白" in cabbage["other_names"]


def test_who_asks_too_fast_is_told_when_to_come_back(sqlite_store: Store) -> None:
    app = Flask("webhook")
    app.register_blueprint(public.blueprint())
    app.register_blueprint(api.blueprint(a_minute=2))
    client = app.test_client()
    answers = [client.get("/api/v1/markets?limit=1") for _ in range(4)]
    assert [answer.status_code for answer in answers].count(429) >= 1
    late = answers[-1]
    assert 1 <= int(late.headers["Retry-After"]) <= 60 and "每分钟" in late.json["error"]
    assert client.get("/").status_code == 200
    elsewhere = client.get("/api/v1/markets?limit=1", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert elsewhere.status_code == 200


def test_who_has_it_already_is_told_so(client: FlaskClient) -> None:
    first = client.get("/api/v1/prices?limit=5")
    assert client.get("/api/v1/prices?limit=5", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert first.headers["Access-Control-Allow-Origin"] == "*"


def test_people_can_read_what_there_is(client: FlaskClient) -> None:
    page = client.get("/api/v1/").text
    assert "prices.csv" in page and LICENCE in page and "openapi.json" in page
    assert "区划代码" in page and "报价，同一处" in page
    assert "开放数据" in client.get("/").text
