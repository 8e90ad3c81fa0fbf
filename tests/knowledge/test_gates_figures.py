"""What a price must pass before farmers see it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from knowledge.gates import figures as gates

TODAY = date(2026, 11, 24)


def on_itself(low: str, average: str, high: str, day: date = TODAY) -> str:
    return gates.on_itself(Decimal(low), Decimal(average), Decimal(high), day, TODAY)


@pytest.mark.parametrize("figures", [("1", "2", "3"), ("2", "2", "2")])
def test_a_price_in_order_passes(figures: tuple[str, str, str]) -> None:
    assert on_itself(*figures) == ""


@pytest.mark.parametrize("figures", [("3", "2", "4"), ("1", "5", "4"), ("4", "3", "2"), ("0", "0", "0")])
def test_a_price_out_of_order_or_zero_is_held(figures: tuple[str, str, str]) -> None:
    assert on_itself(*figures)


def test_a_future_day_is_held() -> None:
    assert on_itself("1", "1", "1", TODAY + timedelta(1))
    assert not on_itself("1", "1", "1", TODAY)


def test_a_day_before_those_asked_for_is_held() -> None:
    asked = (Decimal(1), Decimal(1), Decimal(1), TODAY - timedelta(365), TODAY)
    assert gates.on_itself(*asked, first=TODAY - timedelta(30)) == gates.UNASKED
    assert not gates.on_itself(*asked)


def test_a_negative_price_is_held() -> None:
    assert on_itself("-3", "-2", "-1") == on_itself("-1", "2", "3") == gates.NEGATIVE


def days_before(count: int) -> date:
    return TODAY - timedelta(count)


def test_a_figure_five_times_the_usual_is_a_jump_and_twice_is_none() -> None:
    known = [(days_before(n), 2.0) for n in range(1, 6)]
    assert TODAY in gates.jumps(known, [(TODAY, 10.5)])
    assert TODAY in gates.jumps(known, [(TODAY, 0.3)])
    assert not gates.jumps(known, [(TODAY, 4.0)])


def test_a_jump_does_not_become_the_measure_for_the_next_day() -> None:
    known = [(days_before(n), 2.0) for n in range(3, 8)]
    held = gates.jumps(known, [(days_before(1), 60.0), (TODAY, 2.1)])
    assert list(held) == [days_before(1)]


def test_the_first_figure_of_a_series_has_nothing_to_be_measured_by() -> None:
    assert not gates.jumps([], [(TODAY, 99.0)])


def test_a_correction_of_the_only_quote_is_measured_by_what_it_corrects() -> None:
    assert gates.jumps([(TODAY, 70.0)], [(TODAY, 700.0)])
    assert not gates.jumps([(TODAY, 70.0)], [(TODAY, 90.0)])
