"""`python -m tests.planted_prices FILE`: how many planted faults are held, and how many honest quotes with them.

FILE is 新发地's quotes (category, product, low, avg, high, spec, unit, date, market), which are no part of the product.
"""

import argparse
from collections import Counter
from collections.abc import Callable
from math import log
from pathlib import Path

from knowledge.gates import history
from knowledge.gates.quoted import Elsewhere
from tests.planted_prices import faults, lines, markets
from tests.planted_prices.lines import Key, Line
from tests.planted_prices.nights import Nights

SEEDS = (1, 2, 3, 4, 5)
STAFF_AFTER = 3
Plan = Callable[[list[Line], int], list[Line]]
Counts = dict[str, list[int]]
WAYS = {"alone": (False, None), "staff": (False, STAFF_AFTER), "others": (True, None), "both": (True, STAFF_AFTER)}
CURVE = (1.4, 1.5, 1.55, 1.6, 1.65, 1.7, 1.8)


def main() -> None:
    """Prints a table for each half; the curve is drawn on the tuning half alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--half", choices=("tuning", "reporting"), action="append")
    parser.add_argument("--curve", action="store_true", help="steps of other sizes, on the tuning half")
    given = parser.parse_args()
    if given.curve:
        curve(lines.read(given.file, tuning=True))
        return
    for half in given.half or ("tuning", "reporting"):
        clean = lines.read(given.file, tuning=half == "tuning")
        print(f"\n{half}: {len(clean)} quotes of {len({line.series for line in clean})} series")
        table(clean, faults.plant, SEEDS)
        table(clean, faults.plant_lasting, SEEDS)
        table(clean, faults.plant_nights, SEEDS[:1])


def curve(clean: list[Line]) -> None:
    """What other sizes of a step would hold, staff looking after three days and no other market known."""
    for factor in CURVE:
        history.STEP = log(factor)
        print(f"step {factor:g}", *(f"{name} {share}" for name, share in groups(clean)), sep="  ")


def groups(clean: list[Line]) -> list[tuple[str, str]]:
    found = count(clean, faults.plant, SEEDS[:2], *WAYS["staff"])
    return [(name, _share(_sum(found, kinds))) for name, kinds in GROUPS.items()]


def table(clean: list[Line], plan: Plan, seeds: tuple[int, ...]) -> None:
    """Every kind of fault and its groups: planted, and the share held in each way to work."""
    found = {name: count(clean, plan, seeds, *way) for name, way in WAYS.items()}
    print(f"{'':28}{'planted':>9}", *(f"{name:>9}" for name in WAYS))
    kinds = found["alone"]
    rows = {kind or "honest": [kind] for kind in sorted(kinds)} | {
        name: members for name, members in GROUPS.items() if set(members) <= set(kinds)
    }
    for name, members in rows.items():
        planted = _sum(kinds, members)[0]
        print(f"{name:28}{planted:9}", *(f"{_share(_sum(found[way], members)):>9}" for way in WAYS))


GROUPS = {
    "all of ×2 and ÷2": sorted(faults.TWOFOLD),
    "all of ×5 and more": sorted(set(faults.UNITS) - faults.TWOFOLD),
    "honest": [""],
}


def count(clean: list[Line], plan: Plan, seeds: tuple[int, ...], others: bool, staff_after: int | None) -> Counts:
    """The counts of all seeds together."""
    total: Counter[tuple[str, int]] = Counter()
    for seed in seeds:
        elsewhere = _elsewhere(clean, seed) if others else {}
        for kind, counts in Nights(elsewhere, staff_after).run(plan(clean, seed)).items():
            total.update({(kind, place): number for place, number in enumerate(counts)})
    return {kind: [total[kind, 0], total[kind, 1]] for kind, _ in total}


def _elsewhere(clean: list[Line], seed: int) -> dict[Key, list[Elsewhere]]:
    return {key: [Elsewhere(*figures) for figures in said] for key, said in markets.simulate(clean, seed).items()}


def _sum(counts: Counts, kinds: list[str]) -> list[int]:
    return [sum(counts[kind][place] for kind in kinds) for place in (0, 1)]


def _share(counts: list[int]) -> str:
    return f"{counts[1] / counts[0]:.2%}"


if __name__ == "__main__":
    main()
