"""Prices, wages, quantities, phones and ordinals in farmers' words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu import amounts
from bot.nlu.spans import without_overlaps


def found(text: str) -> list[tuple[str, str, str]]:
    return [(s.entity, text[s.start : s.end], s.value) for s in without_overlaps(amounts.find(text))]


@pytest.mark.parametrize(
    ("text", "entity", "span", "value"),
    [
        ("卖三块五", "price", "三块五", "3.5元/斤"),
        ("1块5一斤", "price", "1块5一斤", "1.5元/斤"),
        ("两毛八一斤", "price", "两毛八一斤", "0.28元/斤"),
        ("2.8元/公斤", "price", "2.8元/公斤", "2.8元/公斤"),
        ("十二块钱一公斤", "price", "十二块钱一公斤", "12元/公斤"),
        ("两三块一斤", "price", "两三块一斤", "2-3元/斤"),
        ("150块一天", "wage", "150块一天", "150元/天"),
        ("130到150块一天", "wage", "130到150块一天", "130-150元/天"),
        ("一天一百八", "wage", "一天一百八", "180元/天"),
        ("一天五十只", "quantity", "五十只", "50只"),
        ("月薪四千", "wage", "月薪四千", "4000元/月"),
        ("有一万二千斤", "quantity", "一万二千斤", "12000斤"),
        ("2万斤", "quantity", "2万斤", "20000斤"),
        ("2千斤", "quantity", "2千斤", "2000斤"),
        ("3万2千斤", "quantity", "3万2千斤", "32000斤"),
        ("3万5一台", "price", "3万5一台", "35000元/台"),
        ("1千8一个月", "wage", "1千8一个月", "1800元/月"),
        ("五十头", "quantity", "五十头", "50头"),
        ("三亩半", "quantity", "三亩半", "3.5亩"),
        ("两吨", "quantity", "两吨", "2吨"),
        ("电话139****1234", "phone", "139****1234", "139****1234"),
        ("第二个", "ordinal", "第二个", "2"),
        ("最后一个", "ordinal", "最后一个", "-1"),
        ("最后那个", "ordinal", "最后那个", "-1"),
        ("那个二号", "ordinal", "二", "2"),
        ("我要3", "ordinal", "3", "3"),
    ],
)
def test_an_amount_is_read_whole(text: str, entity: str, span: str, value: str) -> None:
    assert found(text) == [(entity, span, value)]


@pytest.mark.parametrize("text", ["多少钱一斤", "好多钱一公斤", "一斤几块", "有没有", "千万莫打药", "一起去"])
def test_a_question_s_unit_is_no_amount(text: str) -> None:
    assert found(text) == []


@given(st.text(alphabet="0123456789一二三两十百千万半块元毛角分斤公吨头天月到-.个第", max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    for span in amounts.find(text):
        assert 0 <= span.start < span.end <= len(text) and span.value
