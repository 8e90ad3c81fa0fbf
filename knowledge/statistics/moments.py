"""Messages by time, without an index that every message would have to write: their numbers rise with time."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.clock import SHANGHAI
from knowledge.models.inbound import Inbound


def midnight(day: date) -> datetime:
    """The moment at which the day begins in China."""
    return datetime.combine(day, time(), SHANGHAI)


def first_number(session: Session, moment: datetime) -> int:
    """The number of the first message that came at `moment` or later; the next number where there is none.

    Found by halving: a message that came late into the store counts where it was stored.
    """
    low, high = 1, (session.scalar(select(func.max(Inbound.id))) or 0) + 1
    while low < high:
        middle = (low + high) // 2
        found = session.execute(
            select(Inbound.id, Inbound.received_at).where(Inbound.id >= middle).order_by(Inbound.id).limit(1)
        ).one()
        if found.received_at >= moment:
            high = middle
        else:
            low = int(found.id) + 1
    return low


def numbers_of(session: Session, first: date, last: date) -> tuple[int, int]:
    """The messages from day `first` to day `last`: their first number, and the one after their last."""
    return first_number(session, midnight(first)), first_number(session, midnight(last + timedelta(days=1)))


def first_day(session: Session) -> date | None:
    """The day of the first message; None where there is none."""
    earliest = session.scalar(select(Inbound.received_at).order_by(Inbound.id).limit(1))
    return earliest.astimezone(SHANGHAI).date() if earliest else None
