"""What waits for staff no longer, since its source says something believable of that day by now."""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.imports.held import REJECTED
from knowledge.imports.quote_rows import SERIES, Row
from knowledge.models.price import HeldQuote

Quoted = tuple[str, ...]


def end(session: Session, settled: Iterable[Row], unit_writings: dict[str, list[str]]) -> None:
    """Takes the rows of these series and days off the list; a unit may have waited in other writings."""
    ends = {
        _quoted({**row.fields, "unit": unit})
        for row in settled
        for unit in (row.fields["unit"], *unit_writings.get(row.fields["unit"], ()))
    }
    waiting = session.execute(select(HeldQuote.id, HeldQuote.fields).where(HeldQuote.gist != REJECTED))
    gone = [row.id for row in waiting if _quoted(row.fields) in ends]
    session.execute(delete(HeldQuote).where(HeldQuote.id.in_(gone)))


def _quoted(fields: dict[str, str]) -> Quoted:
    return (fields["date"], *(fields[name] for name in SERIES))
