"""Stand-ins of the sites that answer in JSON, in their own formats."""

import json
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

from tests.knowledge.fetch.stand_in import Reply, Route, Visit
from tests.night.goods import Figure, Goods

JSON = "application/json;charset=UTF-8"
XINFADI, PFSC, PFSC_DAILY = "/getPriceData.html", "/api/priceQuotationController/pageList", "/api/FarmDaily/list"
_GANLUSI = {"marketId": "20728", "marketName": "湖南常德甘露寺蔬菜批发市场", "marketType": "综合"}


def xinfadi(goods: Goods) -> dict[str, Route]:
    """All the days asked for, a hundred rows a page."""

    def answer(visit: Visit) -> Reply:
        asked = dict(parse_qsl(visit.body.decode()))
        first, last = (_slashed(asked[name]) for name in ("pubDateStartTime", "pubDateEndTime"))
        rows = list(goods.between(first, last))
        limit, current = int(asked["limit"]), int(asked["current"])
        shown = rows[(current - 1) * limit : current * limit]
        body = {"current": current, "limit": limit, "count": len(rows), "list": [_of_xinfadi(row) for row in shown]}
        return _json(body)

    return {XINFADI: answer}


def pfsc(goods: Goods) -> dict[str, Route]:
    """What was reported in the last three days, forty rows a page."""

    def answer(visit: Visit) -> Reply:
        asked = json.loads(visit.body)
        rows = list(goods.between(goods.today - timedelta(2), goods.today))
        size, number = asked["pageSize"], asked["pageNum"]
        shown = [_of_pfsc(row) for row in rows[(number - 1) * size : number * size]]
        return _json({"code": 200, "message": "请求处理成功", "content": {"total": len(rows), "list": shown}})

    return {PFSC: answer}


def pfsc_daily(goods: Goods) -> dict[str, Route]:
    """A sentence a day, the newest first."""

    def answer(visit: Visit) -> Reply:
        days = [goods.today - timedelta(back) for back in range(json.loads(visit.body)["pageSize"])]
        shown = [{"daylyDate": f"{day} 00:00:00", "countentstr": _sentence(goods, day)} for day in days]
        return _json({"code": 200, "message": "请求处理成功", "content": {"list": shown}})

    return {PFSC_DAILY: answer}


def _json(body: dict[str, Any]) -> Reply:
    return Reply(json.dumps(body, ensure_ascii=False).encode(), JSON)


def _slashed(written: str) -> date:
    return date.fromisoformat(written.replace("/", "-"))


def _of_xinfadi(row: Figure) -> dict[str, Any]:
    return {
        "prodName": row.name, "prodCat": "蔬菜", "lowPrice": row.low, "highPrice": row.high, "avgPrice": row.average,
        "place": "冀", "specInfo": "", "unitInfo": "斤", "pubDate": f"{row.day} 00:00:00",
    }  # fmt: skip


def _of_pfsc(row: Figure) -> dict[str, Any]:
    return {
        **_GANLUSI, "varietyId": f"AE{row.name}", "varietyName": row.name, "minimumPrice": float(row.low),
        "middlePrice": float(row.average), "highestPrice": float(row.high), "meteringUnit": "公斤",
        "reportTime": f"{row.day} 00:00:00", "provinceName": "湖南省", "provinceCode": "430000", "areaName": "常德市",
    }  # fmt: skip


def _sentence(goods: Goods, day: date) -> str:
    said = "；".join(f"{name}{goods.of(name, day).average}元/公斤" for name in goods.prices)
    return f"截至今日14:00时，全国农产品批发市场{said}。"
