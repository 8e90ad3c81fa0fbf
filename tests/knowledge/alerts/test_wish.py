"""A price that is waited for: its figure, and once per crossing."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.alerts import wish
from knowledge.alerts.wish import PER_JIN
from knowledge.models.price_alert import ABOVE, ARMED, BELOW, FIRED

PRICES = st.lists(st.integers(1, 600), max_size=60)
WAYS = st.sampled_from([BELOW, ABOVE])


@pytest.mark.parametrize(
    ("said", "direction", "fen", "unit"),
    [
        ("0.8元/斤", BELOW, 160, PER_JIN),
        ("2元/公斤", ABOVE, 200, PER_JIN),
        ("2800元/吨", ABOVE, 280, PER_JIN),
        ("300元/头", BELOW, 30000, "元/头"),
        ("2-3元/斤", ABOVE, 400, PER_JIN),
        ("2-3元/斤", BELOW, 600, PER_JIN),
    ],
)
def test_a_price_is_read_in_fen(said: str, direction: str, fen: int, unit: str) -> None:
    found = wish.threshold(said, direction)
    assert found is not None and (found.fen, found.unit) == (fen, unit)


@pytest.mark.parametrize("said", ["90元/包", "价格", "", "1e5元/斤"])
def test_what_nobody_quotes_by_is_no_price(said: str) -> None:
    assert wish.threshold(said, BELOW) is None


def test_below_is_not_the_figure_itself_but_down_to_is() -> None:
    strictly, reached = (wish.bound(160, BELOW, is_strict=strict) for strict in (True, False))
    assert not wish.is_across(160, strictly, BELOW) and wish.is_across(160, reached, BELOW)
    strictly, reached = (wish.bound(160, ABOVE, is_strict=strict) for strict in (True, False))
    assert not wish.is_across(160, strictly, ABOVE) and wish.is_across(160, reached, ABOVE)


@given(PRICES, WAYS, st.integers(50, 400))
def test_between_two_tellings_the_price_went_back_by_the_margin(prices: list[int], way: str, last: int) -> None:
    state, told = ARMED, []
    for number, price in enumerate(prices):
        before, state = state, wish.step(state, price, last, way, PER_JIN)
        if (before, state) == (ARMED, FIRED):
            told.append(number)
    back = wish.margin(last, PER_JIN)
    assert all(wish.is_across(prices[number], last, way) for number in told)
    for first, second in pairwise(told):
        between = prices[first + 1 : second]
        assert any(price >= last + back if way == BELOW else price <= last - back for price in between)


@given(PRICES, WAYS, st.integers(50, 400))
def test_no_crossing_that_went_far_enough_is_missed(prices: list[int], way: str, last: int) -> None:
    state, armed = ARMED, True
    back = wish.margin(last, PER_JIN)
    for price in prices:
        state = wish.step(state, price, last, way, PER_JIN)
        is_back = price >= last + back if way == BELOW else price <= last - back
        armed = (armed or is_back) and not wish.is_across(price, last, way)
        assert (state == ARMED) is armed


def test_a_price_that_trembles_about_the_threshold_is_told_once() -> None:
    state, told = ARMED, 0
    for price in [165, 159, 161, 158, 165, 160, 169, 157]:
        before, state = state, wish.step(state, price, 160, BELOW, PER_JIN)
        told += (before, state) == (ARMED, FIRED)
    assert told == 1 and wish.step(FIRED, 170, 160, BELOW, PER_JIN) == ARMED
