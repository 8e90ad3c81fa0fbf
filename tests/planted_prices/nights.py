"""Night after night as they would come: each measured by what earlier nights believed, faults that passed included."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from itertools import groupby

from knowledge.gates import figures, sifting, slips
from knowledge.gates.quoted import NEAR, Elsewhere, Quoted, usual
from tests.planted_prices.lines import Key, Line

# A night asks for so many days; a page of the site has so many rows.
ASKED, PAGE = timedelta(30), 20

Figures = Mapping[Key, list[Elsewhere]]


@dataclass
class Nights:
    """Series as they stand after some nights; with `staff_after` days somebody has put held honest quotes right.

    `counts` has for each kind of fault how many lines were met and how many of them held.
    """

    elsewhere: Figures
    staff_after: int | None
    own: dict[str, list[Quoted]] = field(default_factory=lambda: defaultdict(list))
    waiting: dict[str, list[Quoted]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def run(self, lines: Iterable[Line]) -> dict[str, list[int]]:
        """The counts after all lines, which are in the order of their nights."""
        for _, night in groupby(lines, key=lambda line: line.night):
            rows = list(night)
            for first in range(0, len(rows), PAGE):
                self._page(rows[first : first + PAGE])
        return self.counts

    def _page(self, rows: list[Line]) -> None:
        ratios = [row.average / usual(own) for row in rows if row.average > 0 and (own := self.own.get(row.series))]
        page = slips.of_page(ratios)
        for row in rows:
            reason = _on_itself(row)
            if not reason:
                reason = self._in_history(row, page)
            count = self.counts[row.fault]
            count[0] += 1
            count[1] += bool(reason)

    def _in_history(self, row: Line, page: str) -> str:
        quoted = Quoted(row.day, row.average, row.low, row.high)
        own, waiting = self.own[row.series], self.waiting[row.series]
        others = {row.day: self.elsewhere.get((row.series, row.day), [])}
        reason = page or sifting.sift([quoted], own[-NEAR:], others, waiting).get(row.day, "")
        if not reason:
            own.append(quoted)
            waiting.clear()
        elif not page:
            waiting.append(quoted)
            self._looked_at(row)
        return reason

    def _looked_at(self, row: Line) -> None:
        """Staff believe an honest quote once the first of its kind has waited so long: it counts as held all the same."""
        waiting = self.waiting[row.series]
        if self.staff_after and not row.fault and row.day - waiting[0].day >= timedelta(self.staff_after):
            self.own[row.series].append(waiting[-1])
            waiting.clear()


def _on_itself(row: Line) -> str:
    low, average, high = (Decimal(str(figure)) for figure in (row.low, row.average, row.high))
    return figures.on_itself(low, average, high, row.day, row.night, first=row.night - ASKED)
