"""The price board: which series there are and how new each is, and the quotes of the few that a page shows.

Each series costs one step into the index of quotes, however many it has; no statement here goes through the quotes.
"""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, and_, bindparam, func, select
from sqlalchemy.orm import Session

from knowledge import revision
from knowledge.models.price import Quote, Series

_series, _quote = Series.__table__, Quote.__table__
# What is reckoned for this many places and commodities is kept.
MOST_RECKONED = 1_000
_before, _inner = _quote.alias("before"), _quote.alias("inner_quote")


_COURSE = ("series_id", "date", "low", "high", "average", "fen_per_kg_low", "fen_per_kg_high", "fen_per_kg")


class Line(NamedTuple):
    """One series and the day of its newest quote."""

    series_id: int
    commodity_id: int
    market_id: int
    day: date


def _newest(*conditions: Any) -> Any:
    found = select(func.max(_inner.c.date)).where(_inner.c.series_id == _series.c.id, *conditions)
    return found.correlate(_series, _quote).scalar_subquery()


_LINES = select(
    _series.c.id, _series.c.commodity_id, _series.c.market_id, _newest(_inner.c.date <= bindparam("day"))
).order_by(_series.c.id)
_SHOWN = (
    select(
        *(_quote.c[name] for name in ("id", "series_id", "date", "low", "high", "average")),
        *(_quote.c[name] for name in ("fen_per_kg_low", "fen_per_kg_high", "fen_per_kg")),
        *(
            _series.c[name]
            for name in ("commodity_id", "market_id", "written", "variety", "grade", "unit", "source", "is_demo")
        ),
        _before.c.date.label("before_date"),
        _before.c.fen_per_kg.label("before_fen_per_kg"),
        _before.c.average.label("before_average"),
    )
    .select_from(_series)
    .join(_quote, and_(_quote.c.series_id == _series.c.id, _quote.c.date == _newest(_inner.c.date <= bindparam("day"))))
    .outerjoin(
        _before, and_(_before.c.series_id == _series.c.id, _before.c.date == _newest(_inner.c.date < _quote.c.date))
    )
    .where(_series.c.id.in_(bindparam("series", expanding=True)))
)
_COURSES = (
    select(*(_quote.c[name] for name in _COURSE))
    .where(
        _quote.c.series_id.in_(bindparam("series", expanding=True)),
        _quote.c.date.between(bindparam("first"), bindparam("last")),
    )
    .order_by(_quote.c.series_id, _quote.c.date)
)
Found = TypeVar("Found")


@dataclass(eq=False)
class Board:
    """Every series that has a quote up to a day, as of one revision of what is known."""

    revision: int
    day: date
    lines: list[Line]
    by_commodity: dict[int, list[Line]] = field(default_factory=lambda: defaultdict(list))
    _reckoned: "OrderedDict[object, Any]" = field(default_factory=OrderedDict)

    def __post_init__(self) -> None:
        for line in self.lines:
            self.by_commodity[line.commodity_id].append(line)

    def once(self, key: object, reckon: Callable[[], Found]) -> Found:
        """What is reckoned from all that is known on this day: it is reckoned once, and goes with the board."""
        found: Found = self._reckoned[key] if key in self._reckoned else reckon()
        self._reckoned[key] = found
        while len(self._reckoned) > MOST_RECKONED:
            self._reckoned.pop(next(iter(self._reckoned)), None)
        return found


_kept: "WeakKeyDictionary[Engine, Board]" = WeakKeyDictionary()
_looking, _PATIENCE_SECONDS = threading.Lock(), 1.0


def board(session: Session, day: date) -> Board:
    """The board of a day; looked up once for what is known, by one thread while others wait a moment for it."""
    where, known = session.get_bind().engine, revision.seen(session)
    # Who waits in vain (a database that hangs) goes on by himself, and within his own time.
    is_ours = _looking.acquire(timeout=_PATIENCE_SECONDS)
    try:
        kept = _kept.get(where)
        if kept is None or (kept.revision, kept.day) != (known, day):
            rows = session.connection().execute(_LINES, {"day": day})
            kept = _kept[where] = Board(known, day, [Line(*row) for row in rows if row[3] is not None])
        return kept
    finally:
        if is_ours:
            _looking.release()


def shown(session: Session, series_ids: Sequence[int], day: date) -> dict[int, Any]:
    """The newest quote up to that day of each of these series, by the series, with the quote before it."""
    rows = session.connection().execute(_SHOWN, {"series": list(series_ids), "day": day}).all()
    return {row.series_id: row for row in rows}


def courses(session: Session, series_ids: Sequence[int], first: date, last: date) -> dict[int, list[Any]]:
    """The quotes of these series between two days, oldest first, by the series; one without quotes has none."""
    found: dict[int, list[Any]] = {number: [] for number in series_ids}
    for row in session.connection().execute(_COURSES, {"series": list(series_ids), "first": first, "last": last}):
        found[row.series_id].append(row)
    return found
