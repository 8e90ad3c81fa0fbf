"""What stand-ins sell: the same figures whenever they are asked, but for what a test changes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from zlib import crc32

from tests.conftest import TODAY

# In yuan per jin.
VEGETABLES = {
    "大白菜": 0.8, "土豆": 1.2, "青椒": 2.6, "茄子": 2.2, "黄瓜": 2.4, "菠菜": 1.9,
    "芹菜": 1.4, "生姜": 4.6, "大蒜": 3.8, "冬瓜": 0.9, "莲藕": 2.9, "豆角": 3.6,
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One row as a site says it: lowest, average and highest in text."""

    name: str
    day: date
    low: str
    average: str
    high: str


@dataclass
class Goods:
    """Names and usual prices; `times` multiplies a day's figure, `left_out` are days on which the site says nothing."""

    prices: dict[str, float] = field(default_factory=lambda: dict(VEGETABLES))
    today: date = TODAY
    times: dict[tuple[str, date], float] = field(default_factory=dict)
    left_out: set[date] = field(default_factory=set)
    # For sites that count in kilograms.
    worth: float = 1.0

    def of(self, name: str, day: date) -> Figure:
        """One row; some days are dearer than others, by at most five in a hundred."""
        daily = 1 + (crc32(f"{name}{day}".encode()) % 11 - 5) / 100
        average = self.prices[name] * daily * self.times.get((name, day), 1.0) * self.worth
        return Figure(name, day, f"{average * 0.9:.2f}", f"{average:.2f}", f"{average * 1.1:.2f}")

    def between(self, first: date, last: date) -> Iterator[Figure]:
        """The rows of these days up to today, the newest day first."""
        day = min(last, self.today)
        while day >= first:
            if day not in self.left_out:
                yield from (self.of(name, day) for name in self.prices)
            day -= timedelta(1)

    def slip(self, factor: float, *names: str, day: date | None = None) -> None:
        """The site writes the figures of these goods, or of all, wrong by a factor on one day, today unless told."""
        for name in names or self.prices:
            self.times[(name, day or self.today)] = factor
