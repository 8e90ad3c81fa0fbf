"""The farmers' calendar, on Tuesday 24 November 2026."""

from datetime import date

import pytest

from bot.nlu import lunar

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("腊月二十杀猪", date(2027, 1, 27), date(2027, 1, 27)),
        ("明年正月初五", date(2027, 2, 10), date(2027, 2, 10)),
        ("今年中秋的价", date(2026, 9, 25), date(2026, 9, 25)),
        ("除夕", date(2027, 2, 5), date(2027, 2, 5)),
        ("冬至前要卖完", TODAY, date(2026, 12, 22)),
        ("今年清明", date(2026, 4, 5), date(2026, 4, 5)),
        ("去年端午节", date(2025, 5, 31), date(2025, 5, 31)),
    ],
)
def test_a_lunar_day_is_found(text: str, start: date, end: date) -> None:
    ((_, _, period),) = lunar.find(text, TODAY)
    assert period == (start, end)


@pytest.mark.parametrize("text", ["明天有大雪吗", "雨水太多", "清明风", "腊月四十"])
def test_weather_and_days_that_are_not_are_no_dates(text: str) -> None:
    assert not list(lunar.find(text, TODAY))


@pytest.mark.parametrize("year", range(2020, 2032))
def test_every_solar_term_falls_in_its_year(year: int) -> None:
    assert all(lunar.term_day(year, name).year == year for name in lunar.TERMS)
