"""The audit log: who did what, each row bound to the one before it by SHA-256."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models.audit import AuditEntry
from knowledge.models.base import DEFAULT_ACCOUNT, Account
from knowledge.privacy import masked
from knowledge.staff.access import Actor

BEGINNING = "0" * 64


def append(
    session: Session,
    actor: Actor | None,
    action: str,
    subject: str,
    subject_id: object,
    now: datetime,
    **detail: Any,
) -> None:
    """Writes one deed into the caller's transaction; `actor` is None for the command line.

    Numbers of persons are masked in it: what is written here can never be taken out again.
    """
    # Two transactions must not follow the same row; an SQLite writer is alone anyway. Messages that refer
    # to the account meanwhile do not wait (key_share): they may hold what the deed wants next.
    session.execute(select(Account.id).where(Account.id == DEFAULT_ACCOUNT).with_for_update(key_share=True))
    session.flush()
    entry = AuditEntry(
        account_id=DEFAULT_ACCOUNT,
        at=now.replace(microsecond=0),
        staff_id=actor.id if actor else None,
        staff_name=actor.name if actor else "命令行",
        action=action,
        subject=subject,
        subject_id=str(subject_id),
        detail={name: masked(said) if isinstance(said, str) else said for name, said in detail.items()},
        previous_hash=head(session),
    )
    entry.own_hash = _hash(entry)
    session.add(entry)
    session.flush()


def head(session: Session) -> str:
    """The last row's hash: kept elsewhere, it proves that no row has been cut off the end."""
    return session.scalar(select(AuditEntry.own_hash).order_by(AuditEntry.id.desc()).limit(1)) or BEGINNING


def has(session: Session, own_hash: str) -> bool:
    """Whether a row with this hash is there."""
    return session.scalar(select(AuditEntry.id).where(AuditEntry.own_hash == own_hash)) is not None


def newest(session: Session, limit: int, before: int | None) -> list[AuditEntry]:
    """The newest rows, or those just older than number `before`."""
    statement = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    return list(session.scalars(statement.where(AuditEntry.id < before) if before else statement))


def first_broken(session: Session) -> int | None:
    """The number of the first row that is not what was written, or that follows one taken out; None when all hold."""
    previous = BEGINNING
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)):
        if entry.previous_hash != previous or entry.own_hash != _hash(entry):
            return entry.id
        previous = entry.own_hash
    return None


def _hash(entry: AuditEntry) -> str:
    told = [
        entry.account_id, entry.at.isoformat(), entry.staff_id, entry.staff_name, entry.action, entry.subject,
        entry.subject_id, entry.detail, entry.previous_hash,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
