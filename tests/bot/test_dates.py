"""Days and periods in farmers' words, on Tuesday 24 November 2026."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.nlu import dates
from bot.nlu.spans import without_overlaps

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("今天白菜多少钱", "今天", "2026-11-24"),
        ("前天的呢", "前天", "2026-11-22"),
        ("大前天", "大前天", "2026-11-21"),
        ("上周五长沙的价", "上周五", "2026-11-20"),
        ("星期天", "星期天", "2026-11-29"),
        ("这个星期天气怎么样", "这个星期", "2026-11-23/2026-11-29"),
        ("上个星期三", "上个星期三", "2026-11-18"),
        ("近半个月走势", "近半个月", "2026-11-10/2026-11-24"),
        ("最近一个月", "最近一个月", "2026-10-26/2026-11-24"),
        ("国庆那几天", "国庆那几天", "2026-10-01/2026-10-07"),
        ("11月1号到11月15号", "11月1号到11月15号", "2026-11-01/2026-11-15"),
        ("11月1号到15号", "11月1号到15号", "2026-11-01/2026-11-15"),
        ("十一月二十号", "十一月二十号", "2026-11-20"),
        ("20号的价", "20号", "2026-11-20"),
        ("三天前", "三天前", "2026-11-21"),
        ("上个月", "上个月", "2026-10-01/2026-10-31"),
        ("去年12月", "去年12月", "2025-12-01/2025-12-31"),
        ("2026-11-20", "2026-11-20", "2026-11-20"),
        ("去年", "去年", "2025-01-01/2025-12-31"),
        ("上月底", "上月底", "2026-10-21/2026-10-31"),
    ],
)
def test_a_day_in_words_is_read(text: str, span: str, value: str) -> None:
    found = without_overlaps(dates.find(text, TODAY))
    assert [(text[s.start : s.end], s.value) for s in found] == [(span, value)]


@pytest.mark.parametrize(
    "text", ["多少钱一斤", "2号线怎么坐", "二月三十号", "13月5号", "两个月大的猪", "三号楼", "早上好", "现在"]
)
def test_what_is_no_day_is_left(text: str) -> None:
    assert not dates.find(text, TODAY)


@example("近0周")
@given(st.text(alphabet="今昨前上下个周月号日天0123456789一二三十年-/到半近", max_size=30))
def test_no_text_breaks_the_reading_and_each_period_is_in_order(text: str) -> None:
    for span in dates.find(text, TODAY):
        first, last = dates.parse(span.value)
        assert first <= last
