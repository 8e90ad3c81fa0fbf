"""No push goes out at night, or twelve hours late."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clock import SHANGHAI, local
from knowledge.pushes import hours
from tests.conftest import NOW

MOMENTS = st.integers(0, 60 * 24 * 400).map(lambda minutes: NOW + timedelta(minutes=minutes, seconds=minutes % 60))


@given(MOMENTS)
def test_a_push_has_hours_of_one_day_and_none_of_the_night(now: datetime) -> None:
    first, last = hours.span(now)
    assert now <= first < last <= now + timedelta(hours=12) and last - first >= timedelta(hours=1)
    assert not hours.is_quiet(first) and not hours.is_quiet(last - timedelta(seconds=1))
    assert local(first).date() == local(last - timedelta(seconds=1)).date()


@pytest.mark.parametrize(
    ("at", "first", "last"),
    [
        ("03:00", "07:00", "15:00"),
        ("06:59", "07:00", "18:59"),
        ("07:00", "07:00", "19:00"),
        ("15:00", "15:00", "21:00"),
        ("19:59", "19:59", "21:00"),
        ("20:00", "07:00", "08:00"),
        ("22:30", "07:00", "10:30"),
    ],
)
def test_hours_of_a_push(at: str, first: str, last: str) -> None:
    now = datetime.fromisoformat(f"2026-11-24T{at}").replace(tzinfo=SHANGHAI)
    assert tuple(local(each).strftime("%H:%M") for each in hours.span(now)) == (first, last)
