"""A setup that cannot work is refused at once, and staff read in Chinese what to mend."""

import json
from datetime import date
from typing import Any

import pytest

from knowledge.sources.forms import source_of
from knowledge.sources.setup import WrongSetup, from_json

NOTICES: dict[str, Any] = {
    "name": "county_notices", "title": "桃源县人民政府", "kind": "notices", "form": "listing",
    "address": "https://www.example.com/tzgg/", "selectors": {"links": "ul li a"}, "defaults": {"category": "通知"},
}  # fmt: skip
PRICES: dict[str, Any] = {
    "name": "station", "title": "价格监测站", "kind": "prices", "form": "sheet",
    "address": "https://www.example.com/{yyyy}-{mm}-{dd}.csv", "defaults": {"unit": "元/公斤"},
    "columns": {"日期": "date", "市场": "market", "品名": "commodity", "均价": "average"},
}  # fmt: skip

JOBS: dict[str, Any] = {
    "name": "jobs", "title": "就业局", "kind": "jobs", "form": "sheet", "address": "https://www.example.com/jobs.xlsx",
    "columns": {"岗位": "title", "单位": "employer", "地点": "place", "发布": "posted"},
}  # fmt: skip


def test_a_setup_becomes_a_source_of_its_name_and_kind() -> None:
    source = source_of(from_json(json.dumps(NOTICES)), "http://127.0.0.1:9")
    assert (source.name, source.title, source.kind) == ("county_notices", "桃源县人民政府", "notices")
    assert [ask.url for ask in source.asks(date(2026, 11, 24), date(2026, 11, 24))] == ["http://127.0.0.1:9/tzgg/"]


def test_a_sheet_of_each_day_is_asked_for_once_a_day() -> None:
    asks = source_of(from_json(json.dumps(PRICES))).asks(date(2026, 11, 30), date(2026, 12, 1))
    assert [ask.url[-14:] for ask in asks] == ["2026-11-30.csv", "2026-12-01.csv"]


@pytest.mark.parametrize(
    ("setup", "reason"),
    [
        (NOTICES | {"selecters": {}}, "不认识「selecters」"),
        ({name: value for name, value in NOTICES.items() if name != "address"}, "缺少「address」"),
        (NOTICES | {"name": "县通知"}, "name 应是"),
        (NOTICES | {"kind": "news"}, "kind「news」不认识，可用：notices、articles、jobs、prices"),
        (NOTICES | {"form": "api"}, "form「api」不认识"),
        (NOTICES | {"kind": "prices"}, "listing 读不了 prices"),
        (NOTICES | {"address": "www.example.com"}, "完整的网址"),
        (NOTICES | {"address": "file:///etc/passwd"}, "完整的网址"),
        (NOTICES | {"address": "http://[::1"}, "完整的网址"),
        (NOTICES | {"address": "https://a:b@www.example.com/"}, "不能有用户名"),
        (NOTICES | {"selectors": {"links": "ul >> a"}}, "「ul >> a」不是合格的 CSS"),
        (NOTICES | {"selectors": {"title": "h1"}}, "「links」"),
        (NOTICES | {"selectors": {"links": "a", "phone": ".x"}}, "notices 没有「phone」这一栏"),
        (NOTICES | {"selectors": ["a"]}, "「selectors」应是"),
        (NOTICES | {"defaults": {}}, "缺少「category」"),
        (NOTICES | {"columns": {"标题": "title"}}, "用不上「columns」"),
        (NOTICES | {"days_valid": True}, "「days_valid」应是 1 到 365 的整数"),
        (NOTICES | {"title": 3}, "「title」应是文字"),
        (PRICES | {"columns": {}}, "sheet 要有「columns」"),
        (PRICES | {"columns": {"日期": "date", "时间": "date"}}, "有两个「date」"),
        (PRICES | {"defaults": {}}, "缺少「unit」"),
        (PRICES | {"selectors": {"links": "a"}}, "用不上「selectors」"),
        (PRICES | {"kind": "jobs", "columns": {"岗位": "title"}, "defaults": {"wage_unit": "元/天"}}, "缺少「employer」"),
        (JOBS | {"defaults": {"wage_unit": "元/天天"}}, "wage_unit 可用：元/天"),
    ],
)  # fmt: skip
def test_what_cannot_work_is_refused(setup: dict[str, Any], reason: str) -> None:
    with pytest.raises(WrongSetup) as fault:
        from_json(json.dumps(setup))
    assert reason in str(fault.value)


@pytest.mark.parametrize("text", ["{", "[]", "3"])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(WrongSetup):
        from_json(text)
