"""Sources that staff want fetched at once: asked for at the console, done by the worker."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.source import FetchOrder
from knowledge.night import sites
from knowledge.upsert import insert_into

# What nobody has done by then is not wanted any more: a worker that was away would do it at an hour of its own.
STANDS = timedelta(hours=2)


def order(session: Session, source: str, staff_name: str, now: datetime) -> None:
    """Wants a source fetched; wanting it twice is wanting it once. Raises UnknownSource."""
    sites.chosen(session, [source])
    wanted = {"account_id": DEFAULT_ACCOUNT, "source": source, "staff_name": staff_name, "ordered_at": now}
    latest = {"ordered_at": now, "staff_name": staff_name}
    session.execute(
        insert_into(session, FetchOrder)
        .values(wanted)
        .on_conflict_do_update(index_elements=["account_id", "source"], set_=latest)
    )


def ordered(session: Session, now: datetime) -> list[str]:
    """The sources that are wanted and known, oldest order first."""
    known = sites.makers(session)
    waiting = select(FetchOrder.source).where(FetchOrder.ordered_at > now - STANDS).order_by(FetchOrder.id)
    return [name for name in session.scalars(waiting) if name in known]


def done(session: Session, names: Sequence[str]) -> None:
    """Takes away the orders of sources that have been asked, however they answered."""
    session.execute(delete(FetchOrder).where(FetchOrder.source.in_(names)))
