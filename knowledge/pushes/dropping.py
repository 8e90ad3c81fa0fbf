"""Pushes that go out no more: too late, wanted no longer, or made from a figure that does not hold."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from knowledge.models.outbox import ALERT, ANSWER, LATE, PICTURE_WINDOW, WITHDRAWN, Owed
from knowledge.models.price_alert import ARMED, FIRED, PriceAlert
from knowledge.models.push import PushBasis
from knowledge.pushes.allowed import Condition, untold

_AT_ONCE = 5_000


def alert_cause(alert_id: int, crossing: int | str = "") -> str:
    """What makes an alert's push the only one of its crossing."""
    return f"alert:{alert_id}:{crossing}"


def late(session: Session, now: datetime) -> list[int]:
    """Pushes whose hours are over."""
    statement = select(Owed.id).where(Owed.kind != ANSWER, untold(), Owed.not_after <= now)
    return list(session.scalars(statement.limit(_AT_ONCE)))


def drop_late(session: Session, numbers: Sequence[int], now: datetime) -> None:
    """Gives these up for being late."""
    _drop(session, Owed.id.in_(numbers), LATE, now)


def late_pictures(session: Session, now: datetime) -> bool:
    """Whether there are pictures that were never tried and come too late."""
    return session.scalar(select(Owed.id).where(*_late_picture(now)).limit(1)) is not None


def drop_late_pictures(session: Session, now: datetime) -> None:
    """Forgets them."""
    session.execute(delete(Owed).where(*_late_picture(now)))


def _late_picture(now: datetime) -> tuple[Condition, ...]:
    untried = Owed.delivered_at.is_(None), Owed.attempted_at.is_(None)
    return (Owed.picture != "", Owed.created_at < now - PICTURE_WINDOW, *untried)


def of_person(session: Session, person_id: int, kinds: Sequence[str], now: datetime) -> None:
    """Gives up all pushes of these kinds that a person has not got yet."""
    _drop(session, (Owed.person_id == person_id) & Owed.kind.in_(kinds), WITHDRAWN, now)


def of_alert(session: Session, alert: PriceAlert, now: datetime) -> None:
    """Gives up what an alert has not told yet."""
    _drop(session, (Owed.person_id == alert.person_id) & Owed.cause.startswith(alert_cause(alert.id)), WITHDRAWN, now)


def resting_on(session: Session, kind: str, row_ids: Sequence[int], now: datetime) -> None:
    """Gives up what rests on rows that hold no longer; an alert waits for the price again."""
    for some_ids in _some(row_ids):
        unsent = select(Owed.id, Owed.cause, Owed.kind).join(PushBasis, PushBasis.outbox_id == Owed.id)
        rests = PushBasis.kind == kind, PushBasis.row_id.in_(some_ids)
        found = session.execute(unsent.where(*rests, untold(), Owed.attempted_at.is_(None))).all()
        # Very many may wait for the price of one market.
        for some in _some(found):
            _drop(session, Owed.id.in_([row.id for row in some]), WITHDRAWN, now)
            again = [int(row.cause.split(":")[1]) for row in some if row.kind == ALERT]
            waits = update(PriceAlert).where(PriceAlert.id.in_(again), PriceAlert.state == FIRED)
            session.execute(waits.values(state=ARMED).execution_options(synchronize_session=False))


def _some(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))


def _drop(session: Session, which: Condition, why: str, now: datetime) -> None:
    statement = update(Owed).where(which, untold()).values(dropped_at=now, result=why)
    session.execute(statement.execution_options(synchronize_session=False))
