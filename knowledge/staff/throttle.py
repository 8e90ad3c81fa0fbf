"""Tries to log in that failed: past a number in a quarter of an hour, nothing is checked any more."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from knowledge.models.staff import LoginFailure
from knowledge.text import normalise
from knowledge.vault import Vault

WINDOW = timedelta(minutes=15)
# One name from one address; all names from one address (an office shares one); one name from everywhere.
MOST_PAIR, MOST_ADDRESS, MOST_NAME = 5, 30, 60


def keys(vault: Vault, name: str, address: str) -> dict[str, int]:
    """Under what a try counts, and how many failures each may have; however a name is written, it is the one name."""
    plain = normalise(name).text.strip()
    return {
        vault.hashed("login", plain, address): MOST_PAIR,
        vault.hashed("login from", address): MOST_ADDRESS,
        vault.hashed("login as", plain): MOST_NAME,
    }


def is_open(session: Session, limits: dict[str, int], now: datetime) -> bool:
    """Whether one more try may be checked."""
    statement = (
        select(LoginFailure.key, func.count())
        .where(LoginFailure.key.in_(limits), LoginFailure.failed_at > now - WINDOW)
        .group_by(LoginFailure.key)
    )
    return all(count < limits[key] for key, count in session.execute(statement))


def failed(session: Session, limits: Iterable[str], now: datetime) -> None:
    """Counts a failure, and forgets those that count no longer."""
    session.execute(delete(LoginFailure).where(LoginFailure.failed_at <= now - WINDOW))
    session.add_all(LoginFailure(key=key, failed_at=now) for key in limits)


def passed(session: Session, limits: dict[str, int]) -> None:
    """Forgets the failures of this name from this address."""
    pair = [key for key, most in limits.items() if most == MOST_PAIR]
    session.execute(delete(LoginFailure).where(LoginFailure.key.in_(pair)))
