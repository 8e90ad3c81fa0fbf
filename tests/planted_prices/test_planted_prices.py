"""The gates hold what is planted in made-up series, and each of them is needed for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from knowledge.gates import bands, figures, history, slips
from tests.planted_prices import faults, lines, synthetic
from tests.planted_prices.lines import Line
from tests.planted_prices.nights import Nights

CLEAN = synthetic.lines()
HEAD = "category,product,low,avg,high,spec,unit,date,market\n"
Plan = Callable[[list[Line], int], list[Line]]


def held(plan: Plan, *kinds: str) -> float:
    """The share held of some kinds of fault together; of the honest quotes for an empty kind."""
    counts = [Nights({}, staff_after=3).run(plan(CLEAN, seed)) for seed in (1, 2, 3)]
    planted, caught = (sum(each[kind][place] for each in counts for kind in kinds) for place in (0, 1))
    assert planted
    return caught / planted


def test_of_single_faults_the_asked_share_is_held_and_of_honest_quotes_hardly_any() -> None:
    assert held(faults.plant, *faults.TWOFOLD) >= 0.95
    assert held(faults.plant, *(faults.FAULTS.keys() - faults.TWOFOLD)) >= 0.99
    assert held(faults.plant, "") <= 0.02


def test_a_change_of_unit_is_held_nearly_as_long_as_it_lasts() -> None:
    assert held(faults.plant_lasting, *faults.LASTING) >= 0.9


def test_a_night_in_another_unit_is_held_whole() -> None:
    assert held(faults.plant_nights, *(f"whole night ×{factor}" for factor in ("2", "0.5", "10", "50"))) == 1


def positive_alone(low: object, average: float, *_: object, **__: object) -> str:
    return figures.ZERO if average <= 0 else ""


TWINS = [
    (figures, "on_itself", positive_alone, faults.plant, ["lowest above highest"], 0.5),
    (figures, "on_itself", positive_alone, faults.plant, ["a day in the future"], 0.5),
    (figures, "on_itself", positive_alone, faults.plant, ["a day of last year"], 0.5),
    (history, "doubt", lambda *_: "", faults.plant, ["×5", "÷5", "×10", "÷1000"], 0.1),
    (history, "STEP", 1.0, faults.plant, ["×2", "÷2"], 0.95),
    (bands, "doubt", lambda *_: "", faults.plant, ["lowest alone ÷10", "highest alone ×10"], 0.1),
    (history, "_is_settled", lambda *_: True, faults.plant_lasting, list(faults.LASTING), 0.1),
    (slips, "of_page", lambda _: "", faults.plant_nights, ["whole night ×2", "whole night ×0.5"], 0.999),
]


@pytest.mark.parametrize(("room", "gate", "broken", "plan", "kinds", "most"), TWINS)
def test_without_its_gate_a_fault_gets_through(
    monkeypatch: pytest.MonkeyPatch,
    room: ModuleType, gate: str, broken: object, plan: Plan, kinds: list[str], most: float,
) -> None:  # fmt: skip
    monkeypatch.setattr(room, gate, broken)
    assert held(plan, *kinds) <= most


def test_without_release_an_honest_step_would_hold_its_series_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    day = CLEAN[-1].day
    level = [Line("品种", day + timedelta(n), day + timedelta(n), 1.0, 1.0, 1.0) for n in range(10)]
    raised = [replace(line, low=2.8, average=2.8, high=2.8) if line.day > level[4].day else line for line in level]
    assert Nights({}, None).run(raised)[""] == [10, 3]
    monkeypatch.setattr(history, "_is_settled", lambda *_: False)
    assert Nights({}, None).run(raised)[""] == [10, 5]


def test_a_file_is_read_without_what_other_gates_hold_and_each_product_is_in_one_half(tmp_path: Path) -> None:
    rows = [f"蔬菜,品种{n},1,2,3,普通,斤,2026-03-01,市场\n" for n in range(40)]
    bad = ["蔬菜,品种1,0,0,0,大,斤,2026-03-01,市场\n", "蔬菜,品种1,1,2.7（个）,3,大,斤,2026-03-02,市场\n"]
    disputed = ["蔬菜,品种0,1,2.5,3,普通,斤,2026-03-01,市场\n"]
    file = tmp_path / "quotes.csv"
    file.write_text(HEAD + "".join([*rows, *bad, *disputed, rows[2]]), encoding="utf-8")
    halves = [{line.series for line in lines.read(file, tuning)} for tuning in (True, False)]
    assert halves[0] | halves[1] == {f"品种{n} 普通" for n in range(1, 40)}
    assert not halves[0] & halves[1]
    assert all(halves)


def test_the_same_faults_are_planted_each_time() -> None:
    assert faults.plant(CLEAN, 1) == faults.plant(CLEAN, 1) != faults.plant(CLEAN, 2)
    planted = [line.fault for line in faults.plant(CLEAN, 1) if line.fault]
    assert len(planted) == len(CLEAN) // 50
    assert set(planted) == set(faults.FAULTS)
