"""A store as it is after years: quotes by the million, in the product's own tables with their own indexes."""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from knowledge import units
from knowledge.db import Store
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.commodity import Commodity
from knowledge.models.market import Market
from knowledge.models.price import Quote, Series

SOURCE, UNIT = "批量报价", "元/斤"
MARKETS_EACH = 5
BATCH = 100_000
Row = dict[str, object]


def fill(store: Store, quotes: int, today: date) -> int:
    """Adds `quotes` rows: each commodity at five markets on every day up to today; returns how many were stored.

    The days come in their order, each with all its series, as daily imports bring them. As a real import does, it ends
    the samples.
    """
    with store.writing() as session:
        samples = select(Series.id).where(Series.is_demo).scalar_subquery()
        session.execute(delete(Quote).where(Quote.series_id.in_(samples)))
        session.execute(delete(Series).where(Series.is_demo))
        series = _series(session)
    rows = islice(_quotes(series, quotes, today), quotes)
    while batch := list(islice(rows, BATCH)):
        with store.writing() as session:
            session.connection().execute(insert(Quote), batch)
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Quote).where(Quote.series_id.in_(series))) or 0


def _series(session: Session) -> list[int]:
    markets = list(session.scalars(select(Market.id).order_by(Market.id)))
    rows: list[Row] = [
        {
            "account_id": DEFAULT_ACCOUNT, "commodity_id": commodity.id, "written": commodity.name, "variety": "",
            "grade": "", "unit": UNIT, "source": SOURCE, "is_demo": False,
            "market_id": markets[(place * MARKETS_EACH + number) % len(markets)],
        }
        for place, commodity in enumerate(session.scalars(select(Commodity).order_by(Commodity.id)))
        for number in range(MARKETS_EACH)
    ]  # fmt: skip
    session.connection().execute(insert(Series), rows)
    return list(session.scalars(select(Series.id).where(Series.source == SOURCE).order_by(Series.id)))


def _quotes(series: list[int], quotes: int, today: date) -> Iterator[Row]:
    days = -(-quotes // len(series))
    # The last day is whole, the first one is what is left.
    idle = days * len(series) - quotes
    for back in range(days - 1, -1, -1):
        day = today - timedelta(days=back)
        for number in series[idle if back == days - 1 else 0 :]:
            yield _quote(number, day)


def _quote(series: int, day: date) -> Row:
    """A figure that moves a little from day to day around the series' own level."""
    level = 80 + series * 37 % 900
    fen_per_jin = level + hashlib.blake2b(f"{series}:{day}".encode(), digest_size=1).digest()[0] % 21
    low, average, high = (f"{fen / 100:.2f}" for fen in (fen_per_jin - 5, fen_per_jin, fen_per_jin + 5))
    return {
        "series_id": series, "date": day, "low": low, "high": high, "average": average,
        "fen_per_kg_low": units.fen_per_kg(low, UNIT), "fen_per_kg_high": units.fen_per_kg(high, UNIT),
        "fen_per_kg": units.fen_per_kg(average, UNIT), "import_run_id": None,
    }  # fmt: skip
