"""What a fresh quote must pass before farmers see it: its own series, and other markets."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import pytest

from knowledge.gates import bands, history, sifting, slips
from knowledge.gates.quoted import Elsewhere, Quoted

TODAY = date(2026, 11, 24)
# A series that never stands still, without lowest and highest: a doubling is no exact one.
RESTLESS = (2.0, 2.3, 1.8, 2.5, 2.1)
STILL = (2.0,) * 5


def quoted(figure: float, days_ago: int = 0, band: float = 0.0) -> Quoted:
    low, high = (figure * (1 - band), figure * (1 + band)) if band else (None, None)
    return Quoted(TODAY - timedelta(days_ago), figure, low, high)


def series(figures: Iterable[float], last_days_ago: int = 1) -> list[Quoted]:
    """Quotes of consecutive days, the last of them so many days ago."""
    known = list(figures)
    return [quoted(figure, last_days_ago + len(known) - 1 - place) for place, figure in enumerate(known)]


@pytest.mark.parametrize("factor", [2, 5, 10, 50, 100, 1000, 2000])
@pytest.mark.parametrize("figures", [STILL, RESTLESS])
def test_a_slip_of_the_unit_is_held_either_way(factor: float, figures: tuple[float, ...]) -> None:
    assert history.doubt(quoted(2.05 * factor), series(figures))
    assert history.doubt(quoted(2.05 / factor), series(figures))


@pytest.mark.parametrize("figure", [1.4, 1.9, 2.2, 3.0])
def test_an_ordinary_step_is_believed(figure: float) -> None:
    assert not history.doubt(quoted(figure), series(RESTLESS))


def test_an_exact_double_of_a_recent_quote_is_held_where_any_other_figure_of_its_size_is_believed() -> None:
    own = series([2.0, 2.0, 2.6, 2.0, 2.6])
    assert history.doubt(quoted(4.0), own)
    assert not history.doubt(quoted(4.1), own)


def test_a_double_of_the_average_whose_band_is_no_double_is_no_slip() -> None:
    own = [quoted(2.0, 3, 0.1), quoted(2.6, 2, 0.1), quoted(2.6, 1, 0.1)]
    assert history.doubt(quoted(4.0, band=0.1), own)
    assert not history.doubt(quoted(4.0, band=0.2), own)


def test_a_step_that_other_markets_made_too_is_believed() -> None:
    moved = [Elsewhere(4.4, 2.3), Elsewhere(3.8, 2.0)]
    assert not history.doubt(quoted(4.0), series(STILL), moved)
    assert history.doubt(quoted(4.0), series(STILL), moved[:1])


def test_a_step_that_no_other_market_made_is_held_sooner() -> None:
    stood = [Elsewhere(2.3, 2.3), Elsewhere(2.0, 2.0)]
    assert not history.doubt(quoted(3.0), series(STILL))
    assert history.doubt(quoted(3.0), series(STILL), stood)


def test_a_new_level_is_believed_after_three_held_days_that_agree() -> None:
    own, waiting = series(STILL, 4), series([5.6, 5.5, 5.8])
    assert not history.doubt(quoted(5.7), own, waiting=waiting)
    assert history.doubt(quoted(5.7), own, waiting=waiting[1:])
    assert history.doubt(quoted(5.7), own, waiting=series([5.6, 15.0, 5.8]))


@pytest.mark.parametrize("factor", [2.0, 0.5, 10.0, 5.0])
def test_a_change_of_the_source_s_unit_stays_held_however_long_it_lasts(factor: float) -> None:
    own, waiting = series(STILL, 21), series([2.0 * factor] * 20)
    assert history.doubt(quoted(2.0 * factor), own, waiting=waiting)


@pytest.mark.parametrize("held", [(4.2, 4.3, 4.2, 4.2), (4.0, 5.0, 5.0, 5.0)])
def test_what_was_or_may_have_been_a_doubling_at_first_is_not_believed_by_lasting(held: tuple[float, ...]) -> None:
    assert history.doubt(quoted(held[-1]), series(STILL, 4), waiting=series(held[:-1]))


def test_a_doubling_that_lasts_is_believed_where_other_markets_stand_at_it() -> None:
    own, waiting = series(STILL, 4), series([4.0] * 3)
    assert not history.doubt(quoted(4.0), own, [Elsewhere(4.2), Elsewhere(3.9)], waiting)
    assert history.doubt(quoted(4.0), own, [Elsewhere(2.2), Elsewhere(2.1)], waiting)


def test_a_held_level_does_not_creep_in_by_small_steps() -> None:
    own, waiting = series(STILL, 4), series([4.0, 4.0, 3.4])
    assert history.doubt(quoted(3.0), own, waiting=waiting)
    assert not history.doubt(quoted(3.0), own)


def test_a_new_season_may_begin_at_twice_the_last_price_once_it_lasts() -> None:
    own, waiting = series(STILL, 200), series([4.4, 4.4, 4.5])
    assert history.doubt(quoted(4.5), own)
    assert not history.doubt(quoted(4.5), own, waiting=waiting)
    assert not history.doubt(quoted(3.7), own)


def test_three_that_agree_outvote_a_wrong_first_quote() -> None:
    assert not history.doubt(quoted(2.0), series([200.0], 4), waiting=series([2.0] * 3))


def test_a_first_figure_is_measured_by_other_markets_and_believed_where_there_are_none() -> None:
    assert not history.doubt(quoted(99.0), [])
    assert history.doubt(quoted(20.0), [], [Elsewhere(2.2)])
    assert not history.doubt(quoted(3.0), [], [Elsewhere(2.2)])


def test_a_slip_of_the_lowest_or_highest_alone_is_held() -> None:
    own = [quoted(2.0, 1, 0.2)]
    assert not bands.doubt(quoted(2.1, band=0.4), own)
    assert history.doubt(Quoted(TODAY, 2.0, 0.16, 2.4), own)
    assert history.doubt(Quoted(TODAY, 2.0, 1.6, 24.0), own)


def test_staff_read_both_figures_and_the_slip_that_it_looks_like() -> None:
    assert slips.told(1.2, 2.4) == "比前几次差太多（约 1.2，这次 2.4，像是公斤当成了斤）"
    assert slips.told(1.2, 0.6) == "比前几次差太多（约 1.2，这次 0.6，像是斤当成了公斤）"
    assert slips.told(1.2, 4.8, slips.ELSEWHERE) == "比别的市场差太多（约 1.2，这次 4.8）"


def test_a_page_whose_prices_changed_together_is_held_whole() -> None:
    assert "公斤当成了斤" in slips.of_page([2.0, 1.9, 2.1, 2.0, 1.0, 2.2])
    assert not slips.of_page([2.0, 1.0, 1.1, 0.9, 1.0, 2.2])
    assert not slips.of_page([2.0] * 4)


def test_a_held_quote_of_a_batch_is_no_measure_for_the_next_and_a_believed_one_is() -> None:
    own = series(STILL, 4)
    fresh = [quoted(4.0, 3), quoted(2.8, 2), quoted(4.1, 1)]
    assert list(sifting.sift(fresh, own, {})) == [fresh[0].day]
    assert list(sifting.sift([fresh[0], quoted(2.1, 2), fresh[2]], own, {})) == [fresh[0].day, fresh[2].day]


def test_quotes_held_on_earlier_nights_count_towards_a_new_level() -> None:
    own, waiting = series(STILL, 4), series([5.6, 5.5, 5.8])
    assert sifting.sift([quoted(5.7)], own, {})
    assert not sifting.sift([quoted(5.7)], own, {}, waiting)
    assert not sifting.sift([*waiting, quoted(5.7)], own, {}, waiting).get(TODAY)


def test_a_quote_held_before_the_last_believed_one_counts_no_more() -> None:
    own = [*series(STILL, 8), quoted(2.0, 1)]
    waiting = series([5.6, 5.5, 5.8], 3)
    assert sifting.sift([quoted(5.7)], own, {}, waiting)


def test_a_correction_is_measured_by_the_days_before_it_and_not_by_what_it_corrects() -> None:
    own = [*series(STILL, 1), quoted(4.0, 0)]
    assert not sifting.sift([quoted(2.1)], own, {})
    assert sifting.sift([quoted(4.2)], own, {})


def test_a_correction_of_the_only_quote_is_measured_by_what_it_corrects() -> None:
    assert sifting.sift([quoted(700.0)], [quoted(70.0)], {})
    assert not sifting.sift([quoted(90.0)], [quoted(70.0)], {})


def test_a_quote_of_a_day_before_all_known_ones_is_measured_by_those_after_it() -> None:
    assert sifting.sift([quoted(20.0, 30)], series(STILL), {})
    assert not sifting.sift([quoted(2.2, 30)], series(STILL), {})


def test_other_markets_are_asked_for_the_quote_s_own_day() -> None:
    moved = [Elsewhere(4.4, 2.3), Elsewhere(3.8, 2.0)]
    assert not sifting.sift([quoted(4.0)], series(STILL), {TODAY: moved})
    assert sifting.sift([quoted(4.0)], series(STILL), {TODAY - timedelta(1): moved})


TWINS: list[tuple[str, object, Callable[[], None]]] = [
    ("_is_twin", False, test_an_exact_double_of_a_recent_quote_is_held_where_any_other_figure_of_its_size_is_believed),
    ("_moved", None, test_a_step_that_other_markets_made_too_is_believed),
    ("_moved", None, test_a_step_that_no_other_market_made_is_held_sooner),
    ("_is_with_held", False, test_a_held_level_does_not_creep_in_by_small_steps),
    ("_is_settled", False, test_a_new_level_is_believed_after_three_held_days_that_agree),
    ("_is_level_of", False, test_a_doubling_that_lasts_is_believed_where_other_markets_stand_at_it),
    ("_is_level_of", True, test_a_doubling_that_lasts_is_believed_where_other_markets_stand_at_it),
    ("_is_after_pause", False, test_a_new_season_may_begin_at_twice_the_last_price_once_it_lasts),
    ("_first", "", test_a_first_figure_is_measured_by_other_markets_and_believed_where_there_are_none),
]


@pytest.mark.parametrize(("gate", "answer", "guarded"), TWINS)
def test_each_part_of_the_gate_has_a_test_that_fails_without_it(
    monkeypatch: pytest.MonkeyPatch, gate: str, answer: object, guarded: Callable[[], None]
) -> None:
    monkeypatch.setattr(history, gate, lambda *_: answer)
    with pytest.raises(AssertionError):
        guarded()
