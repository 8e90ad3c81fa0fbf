"""Rows of prices that wait for staff, at markets of whatever division."""

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from knowledge import catalogue
from knowledge.db import Store
from knowledge.imports import prices
from knowledge.imports.held import keep_held
from knowledge.imports.quote_rows import COLUMNS, Row, row
from knowledge.imports.report import Faults
from knowledge.imports.terms import Terms
from knowledge.models.market import Market
from knowledge.models.price import HeldQuote
from tests.conftest import NOW, TODAY

REASON = "比前几次差太多（约 1，这次 10，像是小数点错了一位）"


def market(store: Store, name: str, region: str) -> None:
    with store.writing() as session:
        if session.scalar(select(Market.id).where(Market.name == name)) is None:
            session.add(Market(name=name, region_code=region))
            session.flush()
            catalogue.touch(session)


def made(average: str = "10", day: date = TODAY, place: str = "漆河测试市场", commodity: str = "白菜") -> Row:
    fields = dict.fromkeys(COLUMNS, "") | {
        "date": day.isoformat(), "market": place, "commodity": commodity, "average": average, "unit": "元/斤",
        "source": "测试来源",
    }  # fmt: skip
    found = row(1, fields, Faults(Path("page")), None)
    assert found
    return found


def held_row(
    store: Store,
    place: str,
    region: str,
    average: str = "10",
    day: date = TODAY,
    commodity: str = "白菜",
    reason: str = REASON,
) -> int:
    """The number of a row that waits at a market of this division."""
    market(store, place, region)
    one = made(average, day, place, commodity)
    with store.writing() as session:
        keep_held(session, [(one, reason)], NOW, None)
        return session.scalars(select(HeldQuote.id).order_by(HeldQuote.id.desc())).first() or 0


def believed(store: Store, place: str, days: int = 5, average: str = "1") -> None:
    """The market's quotes of the days before today, which are public."""
    terms = Terms(NOW, TODAY)
    with store.writing() as session:
        sifted = prices.Sifted(prices.Report())
        for back in range(days, 0, -1):
            sifted.add(made(average, TODAY - timedelta(back), place), "")
        prices.write(session, sifted, terms, None)
