"""What stands on a page is read strictly: days, figures, names and units."""

from datetime import date

import pytest

from knowledge.sources import pfsc, values
from knowledge.sources.base import LayoutChanged
from knowledge.sources.plausible import check_places
from tests.sources.recorded import recorded


@pytest.mark.parametrize("written", ["2026-11-23T16:00:00.000+0000", "2026-11-23 08:31:07", "2026-02-30", "11-23", ""])
def test_a_time_of_day_or_of_another_zone_is_no_day(written: str) -> None:
    with pytest.raises(LayoutChanged, match="不是日期"):
        values.as_day(written)


def test_older_rows_are_left_out_and_later_ones_refuse_the_page() -> None:
    asked = date(2026, 11, 20), date(2026, 11, 24)
    rows = [{"date": day} for day in ("2026-11-18", "2026-11-19", "2026-11-24", "2026-11-25")]
    assert values.since(rows, *asked) == rows[1:]
    with pytest.raises(LayoutChanged):
        values.since([{"date": "2026-11-26"}], *asked)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-23 00:00:00", "2026-11-23"),
        ("2026-11-23 08:31:07", "2026-11-23"),
        ("2026-11-23T16:00:00.000+0000", "2026-11-24"),
        ("2026-11-23T23:59:00+08:00", "2026-11-23"),
    ],
)
def test_a_report_is_of_the_day_that_it_was_in_china(written: str, day: str) -> None:
    assert pfsc.day_of(written).isoformat() == day


def test_a_moment_that_may_be_midnight_elsewhere_is_no_day() -> None:
    with pytest.raises(LayoutChanged):
        pfsc.day_of("2026-11-23 16:00:00")


@pytest.mark.parametrize(
    ("written", "kept"), [("斤", "元/斤"), ("元/kg", "元/公斤"), (" 个", "元/个"), ("桶", "桶"), ("元/枚", "元/枚")]
)
def test_a_unit_that_is_not_known_stays_as_written(written: str, kept: str) -> None:
    assert values.unit(written) == kept


def test_places_that_are_none_show_a_changed_column() -> None:
    check_places(["湖南省/常德市/桃源县", "湖南省/常德市", "湖南"])
    with pytest.raises(LayoutChanged, match="产地"):
        check_places(["大白菜", "萝卜", "湖南省/常德市"])


@pytest.mark.parametrize("written", ["20261124", "1000000", "1-2", "１.２", "-1", "1e3", "若干"])
def test_what_is_no_figure_that_can_be_believed_is_refused(written: str) -> None:
    assert values.figure("999999") == "999999"
    with pytest.raises(LayoutChanged, match="不是价格"):
        values.figure(written)


@pytest.mark.parametrize("written", ["", "-", "--", "—", "面议", "暂无", None])
def test_an_honest_want_of_a_price_is_no_figure(written: str | None) -> None:
    assert values.figure(written) == ""


@pytest.mark.parametrize(
    ("name", "charset"), [("cnhnb/first", "utf-8"), ("food21/paged", "utf-8"), ("mofcom/paged", "gbk")]
)
def test_a_page_whose_units_nobody_knows_is_refused(name: str, charset: str) -> None:
    page = recorded(name)
    text = page.path.read_bytes().decode(charset).replace("公斤", "箩").replace("元/斤", "元/箩")
    with pytest.raises(LayoutChanged, match="单位"):
        page.read(text.encode(charset))
