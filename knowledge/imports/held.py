"""Rows of prices that wait for staff: each kept once, however often it comes, and gone once it is believed."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from knowledge.imports.quote_rows import Row
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.price import HeldQuote

Held = tuple[Row, str]


def keep_held(session: Session, held: list[Held], now: datetime, run_id: int | None) -> None:
    """Stores held rows that are not waiting yet, as part of the caller's transaction."""
    rows = {fingerprint(row): (row, reason) for row, reason in held}
    known = set(session.scalars(select(HeldQuote.fingerprint)))
    fresh = [
        {
            "account_id": DEFAULT_ACCOUNT,
            "fingerprint": print_,
            "reason": reason,
            "fields": row.fields,
            "import_run_id": row.run_id or run_id,
            "held_at": now,
        }
        for print_, (row, reason) in rows.items()
        if print_ not in known
    ]
    if fresh:
        session.execute(insert(HeldQuote), fresh)


def end_waiting(session: Session, believed: Iterable[Row]) -> None:
    """Takes rows that are now believed off the list, as part of the caller's transaction."""
    waiting = {row.fingerprint: row.id for row in session.execute(select(HeldQuote.fingerprint, HeldQuote.id))}
    if waiting:
        gone = [waiting[print_] for print_ in map(fingerprint, believed) if print_ in waiting]
        session.execute(delete(HeldQuote).where(HeldQuote.id.in_(gone)))


def fingerprint(row: Row) -> str:
    """The same for two rows that say the same."""
    content = json.dumps(row.fields, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode("utf-8")).hexdigest()
