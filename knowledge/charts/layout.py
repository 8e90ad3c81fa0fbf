"""A price chart without a library: figures by day become lines, a band from low to high, and labelled axes.

Everything is in the shown unit (yuan per jin, or per piece). A line does not cross days on which nothing was quoted for
long, since nobody knows the price there.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import NamedTuple

WIDTH, HEIGHT = 340, 180
LEFT, RIGHT, TOP, BOTTOM = 38, 8, 10, 22
MOST_POINTS = 75
_LEAST_GAP_DAYS = 10
_HALF_A_YEAR = 183


class Point(NamedTuple):
    """What was quoted on a day, or on the days up to it."""

    day: date
    low: float
    middle: float
    high: float


Place = tuple[float, float]


@dataclass(frozen=True)
class Chart:
    """Where everything stands: each line's unbroken parts, the first line's band, and the labels of both axes."""

    lines: tuple[tuple[tuple[Place, ...], ...], ...]
    band: tuple[tuple[Place, ...], ...]
    rows: tuple[tuple[float, str], ...]
    columns: tuple[tuple[float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT


def thinned(points: Sequence[Point], first: date, last: date) -> list[Point]:
    """At most some 75 points: medians of the averages of so many days, with the lowest low and the highest high.

    The last one has the newest average itself.
    """
    step = max(1, math.ceil(((last - first).days + 1) / MOST_POINTS))
    groups: dict[int, list[Point]] = {}
    for point in points:
        groups.setdefault((last - point.day).days // step, []).append(point)
    return [*(_joined(groups[back]) for back in sorted(groups, reverse=True) if back), *_as_newest(groups.get(0, []))]


def _as_newest(group: list[Point]) -> list[Point]:
    """The last point says what was quoted last, as everything beside the chart does."""
    return [_joined(group)._replace(middle=group[-1].middle)] if group else []


def _joined(group: list[Point]) -> Point:
    middle = median(point.middle for point in group)
    return Point(group[-1].day, min(p.low for p in group), middle, max(p.high for p in group))


def drawn(courses: Sequence[Sequence[Point]], first: date, last: date) -> Chart | None:
    """The chart of one or several courses between two days, oldest points first; None where there is no point.

    The first course has its band; the others are lines alone.
    """
    courses = [course for course in courses if course]
    if not courses:
        return None
    low = min([p.low for p in courses[0]] + [p.middle for course in courses for p in course])
    high = max([p.high for p in courses[0]] + [p.middle for course in courses for p in course])
    scale = _Scale(first, last, *_bounds(low, high))
    parts = [_unbroken(course, first, last) for course in courses]
    return Chart(
        lines=tuple(
            tuple(tuple(scale.place(p.day, p.middle) for p in part) for part in course_parts) for course_parts in parts
        ),
        band=tuple(_band(part, scale) for part in parts[0] if len(part) > 1 and any(p.high > p.low for p in part)),
        rows=scale.rows(),
        columns=scale.columns(),
    )


def _unbroken(course: Sequence[Point], first: date, last: date) -> list[list[Point]]:
    gap = max(_LEAST_GAP_DAYS, (last - first).days // 10)
    parts: list[list[Point]] = [[]]
    for point in course:
        if parts[-1] and (point.day - parts[-1][-1].day).days > gap:
            parts.append([])
        parts[-1].append(point)
    return parts


def _band(part: Sequence[Point], scale: "_Scale") -> tuple[Place, ...]:
    above = [scale.place(p.day, p.high) for p in part]
    return (*above, *(scale.place(p.day, p.low) for p in reversed(part)))


def _bounds(low: float, high: float) -> tuple[float, float, float]:
    """Round figures around the two, and the step between the lines of the grid."""
    span = (high - low) or max(high * 0.2, 0.1)
    raw = span / 4
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= raw * 0.9)
    return math.floor(low / step) * step, max(math.ceil(high / step), math.floor(low / step) + 1) * step, step


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date
    bottom: float
    top: float
    step: float

    def place(self, day: date, figure: float) -> Place:
        across = (day - self.first).days / max(1, (self.last - self.first).days)
        up = (figure - self.bottom) / (self.top - self.bottom)
        return (
            round(LEFT + across * (WIDTH - LEFT - RIGHT), 1),
            round(HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM), 1),
        )

    def rows(self) -> tuple[tuple[float, str], ...]:
        digits = max(0, -math.floor(math.log10(self.step) + 1e-9)) + (1 if f"{self.step:e}".startswith("2.5") else 0)
        count = round((self.top - self.bottom) / self.step)
        figures = [self.bottom + number * self.step for number in range(count + 1)]
        return tuple((self.place(self.first, figure)[1], f"{figure:.{digits}f}") for figure in figures)

    def columns(self) -> tuple[tuple[float, str], ...]:
        days = (self.last - self.first).days
        marks = [self.first + timedelta(days * number // 3) for number in range(4)]
        form = "{0.year}年{0.month}月" if days > _HALF_A_YEAR else "{0.month}月{0.day}日"
        return tuple((self.place(day, self.bottom)[0], form.format(day)) for day in marks)
