"""Price files: read all of it first, hold what cannot be believed, write the rest in one transaction."""

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from knowledge.gates import figures as gates
from knowledge.imports import quotes, tables
from knowledge.imports.quote_rows import COLUMNS, Row, row
from knowledge.imports.quotes import SeriesKey, Sifted, Stored
from knowledge.imports.report import Faults, Report
from knowledge.imports.terms import Terms

__all__ = ["COLUMNS", "read", "write"]


def read(path: Path, terms: Terms) -> Sifted:
    """Every row of the file, sifted; raises ImportRefused naming each one that cannot be read."""
    faults = Faults(path)
    rows = (row(line, fields, faults, terms.offsets_from) for line, fields in tables.rows(path, COLUMNS))
    found = [one for one in rows if one]
    faults.refuse_if_any()
    sifted = Sifted(Report(read=len(found)))
    for one in found:
        sifted.add(one, gates.on_itself(one.low, one.average, one.high, one.day, terms.today), terms.draft)
    return sifted


def write(session: Session, sifted: Sifted, terms: Terms, run_id: int | None) -> Report:
    """Stores the rows that fit their series, and the held ones, as part of the caller's transaction."""
    return quotes.write(session, sifted, terms, run_id, _jumps)


def _jumps(_series: SeriesKey, fresh: list[Row], stored: dict[date, Stored]) -> dict[date, str]:
    known = [(day, float(quote.figures[2])) for day, quote in stored.items()]
    return gates.jumps(known, [(one.day, float(one.average)) for one in fresh])
