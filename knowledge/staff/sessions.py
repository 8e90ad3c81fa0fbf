"""Who is logged in: kept in the store, so that a session can be ended from here."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from knowledge.models.staff import Staff, StaffSession
from knowledge.staff.access import Actor, actor_of

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
# A page seen is written down this seldom.
_NOTED_EVERY = timedelta(minutes=1)


def begin(session: Session, staff: Staff, now: datetime, *, is_complete: bool) -> str:
    """A new session; returns the token for the browser. Sessions that are over go."""
    session.execute(
        delete(StaffSession).where((StaffSession.seen_at <= now - IDLE) | (StaffSession.opened_at <= now - LONGEST))
    )
    token = secrets.token_urlsafe(32)
    session.add(
        StaffSession(token_hash=_hash(token), staff_id=staff.id, opened_at=now, seen_at=now, is_complete=is_complete)
    )
    return token


def of(session: Session, token: str, now: datetime, *, is_complete: bool = True) -> tuple[Actor, bool] | None:
    """Who the token's session is of, and whether its being seen is to be noted; None for one that is over."""
    statement = (
        select(Staff, StaffSession.seen_at)
        .join(StaffSession, StaffSession.staff_id == Staff.id)
        .where(
            StaffSession.token_hash == _hash(token),
            StaffSession.is_complete == is_complete,
            StaffSession.seen_at > now - IDLE,
            StaffSession.opened_at > now - LONGEST,
            Staff.is_active,
        )
    )
    row = session.execute(statement).one_or_none()
    return None if row is None else (actor_of(row[0]), now - row[1] >= _NOTED_EVERY)


def note(session: Session, token: str, now: datetime) -> None:
    """The session has just been used."""
    session.execute(update(StaffSession).where(StaffSession.token_hash == _hash(token)).values(seen_at=now))


def end(session: Session, token: str) -> None:
    """Logs this browser out."""
    session.execute(delete(StaffSession).where(StaffSession.token_hash == _hash(token)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
