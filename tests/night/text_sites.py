"""Stand-ins of the sites that staff set up: a list of notices, a feed, a sheet of prices; with the setups of each."""

from datetime import timedelta
from typing import Any

from tests.conftest import TODAY
from tests.knowledge.fetch.stand_in import Reply, Route, Visit, page
from tests.night.goods import Goods

NOTICES, FEED, SHEET = "/tzgg/", "/rss.xml", "/prices.csv"


def notices(count: int = 6, words: str = "请到村部登记") -> dict[str, Route]:
    """A list and its notices, one every fourth day."""
    days = {number: TODAY - timedelta(4 * number) for number in range(count)}
    items = "".join(
        f'<li><a href="/tzgg/{number}.html">第{number}号通知</a><span>{day}</span></li>' for number, day in days.items()
    )
    bodies = {number: _NOTICE.format(number, day, words) for number, day in days.items()}
    return {
        NOTICES: page(f"<html><title>通知公告</title><ul class=list>{items}</ul></html>".encode()),
        **{f"/tzgg/{number}.html": page(body.encode()) for number, body in bodies.items()},
    }


def feed(count: int = 4, words: str = "播后镇压") -> dict[str, Route]:
    """An RSS feed with a text every third day."""
    items = "".join(_ITEM.format(number, TODAY - timedelta(3 * number), words) for number in range(count))
    return {FEED: page(f'<rss version="2.0"><channel><title>资讯</title>{items}</channel></rss>'.encode(), "text/xml")}


def sheet(goods: Goods, market: str = "湖南长沙红星农副产品大市场") -> dict[str, Route]:
    """A CSV file with the last thirty days."""

    def answer(_: Visit) -> Reply:
        rows = goods.between(goods.today - timedelta(30), goods.today)
        lines = [f"{row.day},{market},{row.name},{row.low},{row.high},{row.average}" for row in rows]
        return Reply("\n".join(["日期,市场,品名,最低价,最高价,均价", *lines, ""]).encode(), "text/csv")

    return {SHEET: answer}


def notices_setup(base: str, name: str = "county_notices", **said: Any) -> dict[str, Any]:
    return {
        "name": name, "title": f"桃源县人民政府 {name}", "kind": "notices", "form": "listing", "address": base + NOTICES,
        "selectors": {"links": "ul.list li a", "body": "div.text"}, "publish": True,
        "defaults": {"region": "桃源县", "category": "通知"}, **said,
    }  # fmt: skip


def feed_setup(base: str, name: str = "agri_feed", **said: Any) -> dict[str, Any]:
    return {
        "name": name, "title": f"三农资讯 {name}", "kind": "articles", "form": "feed", "address": base + FEED,
        "defaults": {"category": "资讯", "region": "湖南省"}, "publish": True, **said,
    }  # fmt: skip


def sheet_setup(base: str, name: str = "station", **said: Any) -> dict[str, Any]:
    columns = {
        "日期": "date", "市场": "market", "品名": "commodity", "最低价": "low", "最高价": "high", "均价": "average",
    }  # fmt: skip
    return {
        "name": name, "title": f"价格监测站 {name}", "kind": "prices", "form": "sheet", "address": base + SHEET,
        "columns": columns, "defaults": {"unit": "元/斤", "region": "长沙市"}, "publish": True, **said,
    }  # fmt: skip


_NOTICE = """<html><head><title>第{0}号通知_县政府</title></head><body><h1>第{0}号通知</h1><p>发布时间：{1}</p>
<div class="text"><p>各乡镇人民政府：</p><p>第{0}号：冬种油菜每亩补贴的申报即日开始，{2}，勿误农时。</p></div></body></html>"""
_ITEM = """<item><title>第{0}篇：秋冬种要抢墒</title><pubDate>{1}</pubDate>
<description>第{0}篇。抢墒播种，每亩用种二百克，{2}。</description></item>"""
