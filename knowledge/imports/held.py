"""Rows of prices that wait for staff: each kept once, however often it comes, and gone once it is believed."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from knowledge import catalogue
from knowledge.catalogue import Catalogue
from knowledge.imports.gist import gist_of
from knowledge.imports.quote_rows import Row
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.price import HeldQuote

Held = tuple[Row, str]
RECALLED = "已撤回"
# A row that staff have rejected is kept, since its source brings it again for as long as it is asked for that day.
REJECTED = "已驳回"
# The reason of a rejected row that was published with other figures: its own are never to be.
MENDED = "已改成对的数发布"
# What makes two rows the same to us, wherever a source says that its market lies.
_SAID = ("date", "market", "commodity", "variety", "grade", "low", "high", "average", "unit", "source")
Said = tuple[str, ...]
_PRINTS = select(HeldQuote.fingerprint, HeldQuote.id)


def keep_held(session: Session, held: list[Held], now: datetime, run_id: int | None) -> None:
    """Stores held rows that are not waiting yet, those rejected before too, as part of the caller's transaction."""
    rows = {fingerprint(row): (row, reason) for row, reason in held}
    before = {row.fingerprint: row.id for row in session.execute(_PRINTS.where(HeldQuote.gist == REJECTED))}
    again = [number for print_, number in before.items() if print_ in rows]
    session.execute(delete(HeldQuote).where(HeldQuote.id.in_(again)))
    known = set(session.scalars(select(HeldQuote.fingerprint)))
    names = catalogue.current(session)
    fresh = [
        {
            "account_id": DEFAULT_ACCOUNT,
            "fingerprint": print_,
            "reason": reason,
            "gist": gist_of(reason),
            "region_code": _division(names, row.fields),
            "fields": row.fields,
            "import_run_id": row.run_id or run_id,
            "held_at": now,
        }
        for print_, (row, reason) in rows.items()
        if print_ not in known
    ]
    if fresh:
        session.execute(insert(HeldQuote), fresh)


def reject(session: Session, row: Row, now: datetime) -> None:
    """Keeps a row as one that staff do not believe: no night brings it in again."""
    keep_held(session, [(row, REJECTED)], now, None)


def end_waiting(session: Session, believed: Iterable[Row]) -> None:
    """Takes rows that are now believed off the list, as part of the caller's transaction."""
    believed = list(believed)
    waiting = {row.fingerprint: row.id for row in session.execute(_PRINTS)}
    if waiting:
        taken_back = recalled(session)
        again = (taken_back.get(said(row, row.fields["market"])) for row in believed)
        prints = {*map(fingerprint, believed), *(_print(fields) for fields in again if fields)}
        gone = [waiting[print_] for print_ in prints if print_ in waiting]
        session.execute(delete(HeldQuote).where(HeldQuote.id.in_(gone)))


def recalled(session: Session) -> dict[Said, dict[str, str]]:
    """The rows that were taken back and that nobody has let in since, by what they say."""
    rows = session.scalars(select(HeldQuote.fields).where(HeldQuote.gist == RECALLED))
    return {tuple(fields[name] for name in _SAID): fields for fields in rows}


def rejected(session: Session, first: date) -> list[dict[str, str]]:
    """What staff have rejected of the days from `first` on."""
    rows = session.scalars(select(HeldQuote.fields).where(HeldQuote.gist == REJECTED))
    return [fields for fields in rows if fields["date"] >= first.isoformat()]


def said(row: Row, market: str) -> Said:
    """What a row says, in the writing of the store; `market` is the name that its market goes by there."""
    low, high, average = row.figures
    kept = {"date": row.day.isoformat(), "market": market, "low": low, "high": high, "average": average}
    return tuple((row.fields | kept)[name] for name in _SAID)


def fingerprint(row: Row) -> str:
    """The same for two rows that say the same."""
    return _print(row.fields)


def _division(names: Catalogue, fields: dict[str, str]) -> str | None:
    market = names.market(fields["market"])
    return (market.region_code if market else names.places.find(fields["region"])) or None


def _print(fields: dict[str, str]) -> str:
    content = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode("utf-8")).hexdigest()
