"""How long one pass over all price alerts takes: none crossing, a tenth crossing, all crossing, and again."""

import time
from collections.abc import Callable
from itertools import islice, product
from pathlib import Path

from sqlalchemy import func, insert, select, update

from knowledge import clock, db
from knowledge.alerts import crossing
from knowledge.db import Store
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.outbox import ALERT, Owed
from knowledge.models.person import Person
from knowledge.models.price import Series
from knowledge.models.price_alert import ARMED, BELOW, PriceAlert
from tests.bench.quotes import SOURCE

ALERTS, SHORT_ALERTS, EACH = 100_000, 10_000, 20
_NEVER, _SURELY = 0, 1_000_000


def run(_folder: Path, short: bool) -> None:
    """Prints the seconds of each pass, beside those of reading and of writing as many rows with nothing decided."""
    store, wanted = db.current(), SHORT_ALERTS if short else ALERTS
    filled = fill(store, wanted)
    print(f"{filled} alerts of {filled // EACH} people")
    passes: list[tuple[str, Callable[[], int]]] = [
        ("reference: as many rows read", lambda: _read(store)),
        ("no price has crossed", lambda: crossing.run(store, clock.current())),
        ("a tenth has crossed", lambda: _moved(store, 10)),
        ("all others have crossed", lambda: _moved(store, 1)),
        ("the same again", lambda: crossing.run(store, clock.current())),
    ]
    for name, measured in passes:
        begun, spent = time.perf_counter(), time.process_time()
        told = measured()
        taken, worked = time.perf_counter() - begun, time.process_time() - spent
        print(f"{name:>30}: {taken:6.2f} s, of them {worked:6.2f} s at work; {told} told")


def fill(store: Store, wanted: int) -> int:
    """So many alerts that wait for a price far below every quote, twenty to a person; returns how many there are."""
    now = clock.current().now()
    with store.writing(changes_answers=False) as session:
        people = [
            {"account_id": DEFAULT_ACCOUNT, "channel": "wechat", "id_hash": f"bench {n}", "id_cipher": b"", "is_test": False,
             "first_seen": now, "unreachable": ""}
            for n in range(wanted // EACH)
        ]  # fmt: skip
        session.execute(insert(Person), people)
        numbers = session.scalars(select(Person.id).where(Person.id_hash.startswith("bench "))).all()
        first = select(func.min(Series.id)).where(Series.source == SOURCE).group_by(Series.commodity_id)
        of = select(Series.id, Series.commodity_id).where(Series.id.in_(first)).order_by(Series.id).limit(EACH)
        series = session.execute(of).all()
        rows = [
            {"account_id": DEFAULT_ACCOUNT, "person_id": person, "commodity_id": one.commodity_id, "series_id": one.id,
             "direction": BELOW, "threshold": 160, "bound": _NEVER, "unit": "元/斤", "words": "低于8毛叫我", "state": ARMED,
             "crossings": 0, "made_at": now}
            for person, one in islice(product(numbers, series), wanted)
        ]  # fmt: skip
        session.execute(insert(PriceAlert), rows)
        return session.scalar(select(func.count()).select_from(PriceAlert)) or 0


def _read(store: Store) -> int:
    with store.reading() as session:
        return len(session.execute(select(PriceAlert.id, PriceAlert.bound)).all()) * 0


def _moved(store: Store, every: int) -> int:
    """The pass once every so many alerts wait for a price above all quotes; setting them up is measured with it."""
    with store.writing(changes_answers=False) as session:
        session.execute(
            update(PriceAlert).where(PriceAlert.id % every == 0, PriceAlert.state == ARMED).values(bound=_SURELY)
        )
    return crossing.run(store, clock.current())


def told(store: Store) -> int:
    """How many pushes are owed."""
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Owed).where(Owed.kind == ALERT)) or 0
