"""Alerts and the prices that they wait for, made for tests."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select

from bot.conversation import Parts
from knowledge.alerts import crossing
from knowledge.clock import local
from knowledge.db import Store
from knowledge.imports.run import import_path
from knowledge.models.outbox import ALERT, Owed
from knowledge.models.person import Person
from knowledge.models.price import Series
from knowledge.models.price_alert import BELOW, PriceAlert
from tests.conftest import NOW, StandingClock

MARKET = "桃源县农贸市场"
HEAD = "date,market,region,commodity,variety,grade,low,high,average,unit,source\n"


def quoted(store: Store, folder: Path, average: str, at: datetime = NOW, day: date | None = None) -> None:
    """The market quotes Chinese cabbage at so many yuan a jin, brought in at that moment."""
    file = folder / "prices.csv"
    when = day or local(at).date()
    file.write_text(f"{HEAD}{when},{MARKET},桃源县,包菜,,,,,{average},元/斤,县采价\n", encoding="utf-8")
    import_path(store, StandingClock(moment=at), "prices", file)


def person(store: Store, name: str = "oFarmer", channel: str = "wechat", cipher: bytes = b"") -> int:
    """Somebody who could wait for a price; his number."""
    with store.writing() as session:
        made = Person(channel=channel, id_hash=name, id_cipher=cipher, first_seen=NOW)
        session.add(made)
        session.flush()
        return made.id


def series(store: Store) -> Series:
    """The series that `quoted` writes."""
    with store.reading() as session:
        return session.scalars(select(Series).where(Series.source == "县采价")).one()


def alert(store: Store, person_id: int, bound: int = 160, direction: str = BELOW, read: bool = True) -> int:
    """An alert on the market's cabbage, in fen per kilogram; its number."""
    of = series(store)
    with store.writing() as session:
        made = PriceAlert(
            person_id=person_id,
            commodity_id=of.commodity_id,
            region_code="430725000000",
            series_id=of.id if read else None,
            direction=direction,
            threshold=bound,
            bound=bound,
            unit="元/斤",
            words="包菜跌到8毛叫我",
            made_at=NOW,
        )
        session.add(made)
        session.flush()
        return made.id


def owed(store: Store) -> list[Owed]:
    """All pushes of alerts, the first first."""
    with store.reading() as session:
        return list(session.scalars(select(Owed).where(Owed.kind == ALERT).order_by(Owed.id)))


def looked_at(store: Store, at: datetime = NOW) -> int:
    """One pass over all alerts at that moment."""
    return crossing.run(store, StandingClock(moment=at))


def count(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Owed).where(Owed.kind == ALERT)) or 0


def at(parts: Parts, moment: datetime) -> Parts:
    """The same parts at another moment."""
    return replace(parts, clock=StandingClock(moment=moment))
