"""Prices for other programs: quotes in the order of their series and days, read on where the last page ended.

Whatever is asked for, no more is looked at than some series' own stretches of the index of quotes.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from knowledge import board
from knowledge.board import Line
from knowledge.models.price import Quote, Series

# Series that one statement asks for, and that one page looks at.
AT_ONCE, MOST_SERIES = 200, 4_000
_series, _quote = Series.__table__, Quote.__table__
_STRETCH = (
    select(
        *(_quote.c[name] for name in ("series_id", "date", "low", "high", "average", "fen_per_kg")),
        *(
            _series.c[name]
            for name in ("commodity_id", "market_id", "written", "variety", "grade", "unit", "source", "is_demo")
        ),
    )
    .join(_series, _quote.c.series_id == _series.c.id)
    .where(
        _quote.c.series_id.in_(bindparam("series", expanding=True)),
        _quote.c.date.between(bindparam("first"), bindparam("last")),
        or_(_quote.c.series_id > bindparam("after"), _quote.c.date > bindparam("after_day")),
    )
    .order_by(_quote.c.series_id, _quote.c.date)
    .limit(bindparam("most"))
)


class Place(NamedTuple):
    """The last quote of a page: the next page begins after it."""

    series_id: int
    day: date


START = Place(0, date.min)


def page(
    session: Session,
    today: date,
    is_wanted: Callable[[Line], bool],
    first: date,
    last: date,
    after: Place,
    most: int,
) -> tuple[list[Any], Place | None]:
    """At most so many quotes of the wanted series between two days, and where the next page begins.

    There may be fewer, or none, on a page that is not the last; no place means that nothing is left.
    """
    able = (
        line for line in board.board(session, today).lines if line.series_id >= after.series_id and line.day >= first
    )
    wanted = [line.series_id for line in able if is_wanted(line)]
    found: list[Any] = []
    for batch in _batches(wanted[:MOST_SERIES]):
        given = {"series": batch, "first": first, "last": min(last, today)}
        place = {"after": after.series_id, "after_day": after.day, "most": most - len(found) + 1}
        found += session.connection().execute(_STRETCH, {**given, **place}).all()
        if len(found) > most:
            return found[:most], Place(found[most - 1].series_id, found[most - 1].date)
    return found, Place(wanted[MOST_SERIES - 1], date.max) if len(wanted) > MOST_SERIES else None


def _batches(numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[begin : begin + AT_ONCE] for begin in range(0, len(numbers), AT_ONCE))
