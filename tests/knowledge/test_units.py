"""Weights and prices: the source's figure exactly, and fen per kilogram beside it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import units


@pytest.mark.parametrize(
    ("figure", "unit", "fen"),
    [
        ("0.8", "元/斤", 160),
        ("1.605", "元/公斤", 161),
        ("1.604", "元/公斤", 160),
        ("2500", "元/吨", 250),
        ("40", "元/50公斤", 80),
        ("80", "元/百斤", 160),
        ("80", "元/担", 160),
        ("35", "元/只", None),
    ],
)
def test_a_price_by_weight_becomes_whole_fen_per_kilogram_half_up(figure: str, unit: str, fen: int | None) -> None:
    assert units.fen_per_kg(figure, unit) == fen


@pytest.mark.parametrize(
    ("written", "unit"), [("斤", "元/斤"), ("元／斤", "元/斤"), (" 元/ kg", "元/公斤"), ("元/头", "元/头")]
)
def test_a_unit_has_one_canonical_writing(written: str, unit: str) -> None:
    assert units.price_unit(written) == unit


@pytest.mark.parametrize("written", ["元", "美元/斤", "元/件", "", "斤斤"])
def test_an_unknown_unit_is_refused_with_the_known_ones(written: str) -> None:
    with pytest.raises(units.UnknownUnit, match="元/公斤"):
        units.price_unit(written)


@pytest.mark.parametrize("text", ["nan", "inf", "1e5", "１２", "-1", "1,200", "", ".", "3..5", "0x1"])
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its message is the text itself
        units.decimal(text)


@given(st.integers(min_value=0, max_value=10_000_000))
def test_a_price_is_shown_in_yuan_per_jin_without_loss(fen: int) -> None:
    assert Decimal(units.yuan_per_jin(fen)) * 200 == fen


@given(st.decimals(min_value=0, max_value=10**6, places=3, allow_nan=False))
def test_an_exact_figure_reads_back_as_itself(number: Decimal) -> None:
    assert Decimal(units.exact(number)) == number
