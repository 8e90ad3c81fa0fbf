"""Price charts: what they draw, and what they do not pretend."""

import io
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from knowledge import catalogue
from knowledge.charts import layout, picture
from knowledge.charts.layout import Chart, Point
from knowledge.db import Store

LAST = date(2026, 11, 24)
YEAR = LAST - timedelta(364)
figures = st.floats(0.01, 9_999, allow_nan=False)


def course(figures: list[float], last: date = LAST, step: int = 1) -> list[Point]:
    first = last - timedelta(step * (len(figures) - 1))
    return [Point(first + timedelta(step * n), f * 0.9, f, f * 1.1) for n, f in enumerate(figures)]


@given(st.lists(figures, min_size=1, max_size=400), st.sampled_from([7, 30, 365]))
def test_everything_stands_within_the_chart(drawn: list[float], days: int) -> None:
    first = LAST - timedelta(days - 1)
    within = [point for point in course(drawn) if point.day >= first]
    chart = layout.drawn([layout.thinned(within, first, LAST)], first, LAST)
    assert chart is not None
    places = [place for line in (*chart.lines[0], *chart.band) for place in line]
    assert all(layout.LEFT <= x <= layout.WIDTH and 0 <= y <= layout.HEIGHT - layout.BOTTOM for x, y in places)
    assert 2 <= len(chart.rows) <= 9 and len({label for _, label in chart.rows}) == len(chart.rows)


def test_a_year_is_some_75_points_and_ends_with_what_was_quoted_last() -> None:
    points = course([2.0] * 364 + [1.0])
    thinned = layout.thinned(points, YEAR, LAST)
    assert len(thinned) <= layout.MOST_POINTS and thinned[-1].day == LAST and thinned[-1].middle == 1.0
    assert thinned[-1].high == max(point.high for point in points[-5:])


def test_a_line_does_not_cross_days_without_a_quote() -> None:
    early, late = course([1.0, 1.2], LAST - timedelta(200)), course([1.1, 1.0])
    chart = layout.drawn([[*early, *late]], YEAR, LAST)
    assert chart is not None and [len(part) for part in chart.lines[0]] == [2, 2] and len(chart.band) == 2


def test_a_single_day_is_drawn_and_none_is_not() -> None:
    assert layout.drawn([[]], YEAR, LAST) is None
    chart = layout.drawn([course([1.0])], YEAR, LAST)
    assert chart is not None and chart.lines[0] == ((chart.lines[0][0][0],),)


def test_the_labels_name_round_figures_and_the_days_at_the_ends() -> None:
    chart = layout.drawn([course([0.7, 1.3])], LAST - timedelta(29), LAST)
    assert chart is not None
    assert [label for _, label in chart.columns][:: len(chart.columns) - 1] == ["10月26日", "11月24日"]
    assert {label for _, label in chart.rows} >= {"0.6", "0.8", "1.0"}


def drawing() -> Chart:
    chart = layout.drawn([course([1.0, 1.5, 1.2])], LAST - timedelta(29), LAST)
    assert chart is not None
    return chart


def test_a_picture_is_light_and_says_its_title() -> None:
    made = picture.png(drawing(), "白菜 0.75元/斤", ("演示市场", "来源：演示"))
    image = Image.open(io.BytesIO(made))
    assert image.format == "PNG" and image.width == 680 and len(made) < 40_000
    assert made != picture.png(drawing(), "萝卜 0.75元/斤", ("演示市场", "来源：演示"))


def test_a_picture_leaves_out_what_its_font_lacks() -> None:
    plain, odd = (picture.png(drawing(), f"白菜{odd}", ()) for odd in ("", "\U0001f96c\u200b\U00030000"))
    assert plain == odd


def test_the_font_has_every_name_of_commodities_and_markets(sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        names = catalogue.current(session)
    written = [*(one.name for one in names.commodities.values()), *(one.name for one in names.markets.values())]
    assert not {letter for name in written for letter in name if not picture.has(letter)}
