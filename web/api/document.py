"""What the open interface says of itself: an OpenAPI 3.1 document, and a page that people read."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, render_template

from knowledge import settings
from web.api import commodities, markets, prices
from web.api.asked import asked
from web.public import shown

_TEXT, _NUMBER = {"type": "string"}, {"type": "integer"}
_NAMES = {"type": "array", "items": _TEXT}
_SAID = {
    "commodity": "农产品的名称或别名，如 白菜",
    "market": "市场的名称或简称",
    "region": "地名、路径（桃源县/漆河镇）或区划代码",
    "from": "从这一天起",
    "to": "到这一天止",
    "cursor": "上一页的 next",
    "after": "上一页的 next",
    "limit": "一页最多几条",
}
_PRICE: dict[str, Any] = {
    "date": {"type": "string", "format": "date"},
    **dict.fromkeys(prices.COLUMNS[1:12], _TEXT),
    "yuan_per_jin": {"type": ["number", "null"], "description": "元/斤；论个论头的为空"},
    "is_demo": {"type": "boolean", "description": "演示数据，不是真的价格"},
    "region_code": _TEXT,
    "commodity_id": _NUMBER,
    "market_id": _NUMBER,
}
_COMMODITY = {
    "id": _NUMBER, "name": _TEXT, "category": _TEXT, "wider_id": {"type": ["integer", "null"]}, "other_names": _NAMES,
}  # fmt: skip
_MARKET = {"id": _NUMBER, "name": _TEXT, "region_code": _TEXT, "region": _TEXT, "other_names": _NAMES}


def add_to(routes: Blueprint) -> None:
    """`openapi.json`, and `/api/v1/` for people."""

    @routes.get("/openapi.json")
    def openapi() -> Response:
        asked({})
        return jsonify(described())

    @routes.get("/")
    def read() -> str:
        return render_template(
            "api/read.html",
            **shown.shared(),
            paths=described()["paths"],
            licence=prices.LICENCE,
            columns=prices.COLUMNS,
        )


def described() -> dict[str, Any]:
    """The document; the rules in it are those that requests are checked by."""
    listed = (
        "prices",
        "报价，同一处同一种的排在一起，旧的在前",
        prices.RULES,
        _PRICE,
        {"licence": _TEXT},
        {"type": ["string", "null"]},
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "田讯开放行情",
            "version": "1",
            "description": "只读。每个地址每分钟最多 60 次，超过的答 429 和 Retry-After。",
            "license": {"name": prices.LICENCE},
        },
        "servers": [{"url": f"{settings.current().public_url}/api/v1"}],
        "paths": {
            "/prices": _path(*listed),
            "/prices.csv": _csv_path(),
            "/commodities": _path("commodities", "农产品和别名", commodities.RULES, _COMMODITY),
            "/markets": _path("markets", "市场和所在地", markets.RULES, _MARKET),
        },
        "components": {"schemas": {"Error": _whole({"error": _TEXT})}},
    }


def _path(
    name: str,
    said: str,
    rules: Mapping[str, Mapping[str, Any]],
    row: dict[str, Any],
    more: dict[str, Any] | None = None,
    following: dict[str, Any] | None = None,
) -> dict[str, Any]:
    body = {
        **(more or {}),
        name: {"type": "array", "items": _whole(row)},
        "next": following or {"type": ["integer", "null"]},
    }
    return _get(name, said, rules, {"application/json": {"schema": _whole(body)}})


def _csv_path() -> dict[str, Any]:
    path = _get("prices_csv", "同样的报价，CSV 表格", prices.CSV_RULES, {"text/csv": {"schema": _TEXT}})
    path["get"]["responses"]["200"]["headers"] = {"Link": {"description": "下一页的网址", "schema": _TEXT}}
    return path


def _get(name: str, said: str, rules: Mapping[str, Mapping[str, Any]], content: dict[str, Any]) -> dict[str, Any]:
    fault = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    told = {"400": "参数不对", "404": "没有这个名称", "429": "问得太快"}
    return {
        "get": {
            "operationId": name,
            "summary": said,
            "parameters": [
                {"name": key, "in": "query", "description": _SAID[key], "schema": dict(rule)}
                for key, rule in rules.items()
            ],
            "responses": {
                "200": {"description": said, "content": content},
                **{status: {"description": words, "content": fault} for status, words in told.items()},
            },
        }
    }


def _whole(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False,
    }  # fmt: skip
