"""One open post by its name in addresses."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models.job import Job
from knowledge.models.trade import TradePost


def find_job(session: Session, public_id: str, now: datetime) -> Job | None:
    """The job, unless it is over or not approved."""
    found: Job | None = _open(session, Job, public_id, now)
    return found


def find_goods(session: Session, public_id: str, now: datetime) -> TradePost | None:
    """The trade post, unless it is over or not approved."""
    found: TradePost | None = _open(session, TradePost, public_id, now)
    return found


def _open(session: Session, table: type[Any], public_id: str, now: datetime) -> Any:
    statement = select(table).where(table.public_id == public_id, table.status == "approved", table.expires_at > now)
    return session.scalars(statement).one_or_none()
