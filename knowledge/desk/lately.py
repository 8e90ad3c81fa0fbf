"""What the series of rows that wait said around their days: one question for a whole page of them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from knowledge.models.price import HeldQuote, Quote, Series
from knowledge.night import names
from knowledge.text import normalise

DAYS = timedelta(30)
_Key = tuple[int, int, str, str, str, str, str]


class Point(NamedTuple):
    """One day's average, in the series' own unit."""

    day: date
    average: float


def lately(session: Session, rows: Sequence[HeldQuote], today: date) -> dict[int, list[Point]]:
    """The believed figures of each row's own series, oldest first, by the row's number.

    They are those of the last 30 days, or of the 30 before the row's own day where that is older.
    """
    keys = _keys(session, rows)
    ids = _series(session, set(keys.values()))
    wanted = {one.id: (ids[keys[one.id]], *_window(one, today)) for one in rows if keys.get(one.id) in ids}
    if not wanted:
        return {}
    each = (
        and_(Quote.series_id == number, Quote.date.between(first, last)) for number, first, last in set(wanted.values())
    )
    meant = or_(*each)
    said: dict[int, list[Point]] = defaultdict(list)
    figures = select(Quote.series_id, Quote.date, Quote.average).where(meant).order_by(Quote.date)
    for number, day, average in session.execute(figures):
        said[number].append(Point(day, float(average)))
    return {
        row: [point for point in said[number] if first <= point.day <= last]
        for row, (number, first, last) in wanted.items()
    }


def _window(one: HeldQuote, today: date) -> tuple[date, date]:
    day = date.fromisoformat(one.fields["date"])
    last = day if day < today - DAYS else today
    return last - DAYS, last


def _keys(session: Session, rows: Sequence[HeldQuote]) -> dict[int, _Key]:
    """What each row is a quote of, where all of its names are known."""
    known = names.known(session, new_markets=False)
    found = {}
    for one in rows:
        said = one.fields
        commodity = known.names.commodity_ids.get(normalise(said["commodity"]).text)
        market, unit = known.names.market(said["market"]), known.unit(said["unit"])
        if commodity is not None and market and unit:
            own = (said["commodity"], said["variety"], said["grade"], unit, said["source"])
            found[one.id] = (commodity, market.id, *own)
    return found


def _series(session: Session, keys: set[_Key]) -> dict[_Key, int]:
    columns = (
        Series.commodity_id, Series.market_id, Series.written, Series.variety, Series.grade, Series.unit, Series.source,
    )  # fmt: skip
    near = select(Series.id, *columns).where(
        Series.commodity_id.in_({key[0] for key in keys}), Series.market_id.in_({key[1] for key in keys})
    )
    found: dict[_Key, int] = {}
    for row in session.execute(near):
        found[(row[1], row[2], row[3], row[4], row[5], row[6], row[7])] = row[0]
    return found
