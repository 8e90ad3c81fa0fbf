"""One pass over all alerts: whose price has crossed is owed a push, each crossing once."""

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from knowledge.alerts import figures, words
from knowledge.alerts.figures import Figure
from knowledge.alerts.wish import step
from knowledge.clock import Clock, local
from knowledge.db import Store
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.commodity import Commodity
from knowledge.models.outbox import ALERT, Owed
from knowledge.models.person import Person
from knowledge.models.price import Quote
from knowledge.models.price_alert import ARMED, ENDED, FIRED, PriceAlert
from knowledge.models.push import PushBasis
from knowledge.pushes import hours
from knowledge.pushes.dropping import alert_cause

log = logging.getLogger(__name__)
QUOTE = "quote"
AT_ONCE = 2_000
_AS_IT_IS = {"synchronize_session": False}
# Commodity, market, place and unit of alerts that nobody quotes yet.
Unread = tuple[int, int | None, str | None, str]
_WISH = (PriceAlert.commodity_id, PriceAlert.market_id, PriceAlert.region_code, PriceAlert.unit)


def run(store: Store, clock: Clock) -> int:
    """Holds every alert against the newest figure of its series; returns how many pushes are owed by it.

    It may be cut off anywhere and run again, or run twice at once: what one transaction has told is told.
    """
    with store.reading() as session:
        today = clock.today()
        unread = _unread(session, today)
        fresh = figures.newest(session, _watched(session), today)
    if unread:
        with store.writing(changes_answers=False) as session:
            _begin_reading(session, unread)
        fresh |= {figure.series_id: figure for figure in unread.values()}
    told = 0
    for alerts in _alerts(store):
        back, across = _moved(alerts, fresh)
        if back or across:
            with store.writing(changes_answers=False) as session:
                told += _write(session, back, across, fresh, clock.now())
    return told


def at_once(store: Store, clock: Clock) -> None:
    """The same for whoever has just brought prices in, and is done with that whatever comes of this."""
    try:
        run(store, clock)
    except Exception:
        log.exception("the price alerts could not be looked at; the worker tries again")


def _watched(session: Session) -> list[int]:
    live = PriceAlert.state != ENDED, PriceAlert.series_id.is_not(None)
    return [number for number in session.scalars(select(PriceAlert.series_id).where(*live).distinct()) if number]


def _unread(session: Session, today: date) -> dict[Unread, Figure]:
    """What is waited for that no series is read for yet, and the one that it may be read from now."""
    waiting = select(*_WISH).where(PriceAlert.state != ENDED, PriceAlert.series_id.is_(None)).distinct()
    found = {}
    for row in session.execute(waiting):
        commodity_id, market_id, region, unit = row
        figure = figures.best(session, commodity_id, market_id, region or "", unit, today)
        if figure and figure.is_fresh(today):
            found[commodity_id, market_id, region, unit] = figure
    return found


def _begin_reading(session: Session, unread: dict[Unread, Figure]) -> None:
    for wish, figure in unread.items():
        same = [column.is_not_distinct_from(value) for column, value in zip(_WISH, wish, strict=True)]
        reads = update(PriceAlert).where(*same, PriceAlert.state != ENDED, PriceAlert.series_id.is_(None))
        session.execute(reads.values(series_id=figure.series_id), execution_options=_AS_IT_IS)


def _alerts(store: Store) -> Iterator[Sequence[Any]]:
    """All live alerts that a series is read for, some at a time."""
    last, more = 0, True
    kept = [getattr(PriceAlert, name) for name in ("id", "series_id", "state", "bound", "direction", "unit")]
    while more:
        live = PriceAlert.id > last, PriceAlert.state != ENDED, PriceAlert.series_id.is_not(None)
        with store.reading() as session:
            some = session.execute(select(*kept).where(*live).order_by(PriceAlert.id).limit(AT_ONCE)).all()
        yield some
        more = len(some) == AT_ONCE
        last = some[-1].id if some else last


def _moved(alerts: Sequence[Any], fresh: dict[int, Figure]) -> tuple[list[int], list[int]]:
    """Which alerts' prices have gone back far enough, and which have crossed."""
    back: list[int] = []
    across: list[int] = []
    for alert in alerts:
        figure = fresh.get(alert.series_id)
        if figure is None:
            continue
        state = step(alert.state, figure.fen, alert.bound, alert.direction, alert.unit)
        if state != alert.state:
            (back if state == ARMED else across).append(alert.id)
    return back, across


def _write(session: Session, back: list[int], across: list[int], fresh: dict[int, Figure], now: datetime) -> int:
    if back:
        waits = update(PriceAlert).where(PriceAlert.id.in_(back), PriceAlert.state == FIRED)
        session.execute(waits.values(state=ARMED), execution_options=_AS_IT_IS)
    if not across:
        return 0
    rows = _fired(session, across, fresh, now)
    if rows:
        _owe(session, rows, fresh, now)
    return len(rows)


def _fired(session: Session, across: list[int], fresh: dict[int, Figure], now: datetime) -> list[Any]:
    """Those of the alerts that are still armed and whose figure still stands, now fired, with what their text says."""
    of_these = PriceAlert.id.in_(across), PriceAlert.state == ARMED
    # A person who is forgotten, or a figure that is put right, waits for us, or is seen here.
    people = select(Person.id).where(Person.id.in_(select(PriceAlert.person_id).where(*of_these)))
    session.execute(people.order_by(Person.id).with_for_update(read=True, key_share=True)).all()
    series = session.scalars(select(PriceAlert.series_id).where(*of_these).distinct()).all()
    meant = [fresh[number] for number in series if number in fresh]
    standing = _standing(session, meant)
    fired = (
        update(PriceAlert)
        .where(*of_these, PriceAlert.series_id.in_(standing))
        .values(state=FIRED, fired_at=now, crossings=PriceAlert.crossings + 1)
        .returning(PriceAlert.id)
    )
    numbers = list(session.scalars(fired, execution_options=_AS_IT_IS))
    kept = [
        getattr(PriceAlert, name)
        for name in ("id", "person_id", "series_id", "direction", "threshold", "bound", "unit", "crossings")
    ]
    named = select(*kept, Commodity.name).join(Commodity, Commodity.id == PriceAlert.commodity_id)
    return list(session.execute(named.where(PriceAlert.id.in_(numbers)).order_by(PriceAlert.id)))


def _standing(session: Session, meant: Sequence[Figure]) -> list[int]:
    """The series whose quote is there and says what it said when it was read."""
    wanted = {figure.quote_id: figure for figure in meant}
    found = session.execute(
        select(Quote.id, Quote.fen_per_kg, Quote.average)
        .where(Quote.id.in_(wanted))
        .order_by(Quote.id)
        .with_for_update(read=True)
    )
    return [wanted[row.id].series_id for row in found if wanted[row.id].says(row.fen_per_kg, row.average)]


def _owe(session: Session, alerts: Sequence[Any], fresh: dict[int, Figure], now: datetime) -> None:
    today = local(now).date()
    not_before, not_after = hours.span(now)
    said = cache(lambda wish, name, series_id: _said(wish, name, fresh[series_id], today))
    rows = []
    for alert in alerts:
        text, brief = said((alert.direction, alert.threshold, alert.bound, alert.unit), alert.name, alert.series_id)
        rows.append(
            {
                "account_id": DEFAULT_ACCOUNT,
                "person_id": alert.person_id,
                "cause": alert_cause(alert.id, alert.crossings),
                "kind": ALERT,
                "text": text,
                "brief": brief,
                "created_at": now,
                "not_before": not_before,
                "not_after": not_after,
                "result": "",
            }
        )
    rests_on = {alert_cause(alert.id, alert.crossings): fresh[alert.series_id].quote_id for alert in alerts}
    owed = session.execute(insert(Owed).returning(Owed.id, Owed.cause), rows).all()
    session.execute(
        insert(PushBasis), [{"outbox_id": row.id, "kind": QUOTE, "row_id": rests_on[row.cause]} for row in owed]
    )


def _said(wish: tuple[str, int, int, str], name: str, figure: Figure, today: date) -> tuple[str, dict[str, str]]:
    """The text of a push and its short form: many people wait for the same."""
    return words.push(name, words.wanted(*wish), wish[0], figure, today), words.brief(name, figure)
