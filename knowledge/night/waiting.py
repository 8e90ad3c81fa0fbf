"""Rows of prices that wait for staff: seen, let in, dropped; and let in by themselves once their names are known."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.gates import figures
from knowledge.imports import held, quotes
from knowledge.imports.quote_rows import Row, row
from knowledge.imports.quotes import SeriesKey, Sifted, Stored
from knowledge.imports.report import Faults, Report
from knowledge.imports.terms import Terms
from knowledge.models.price import HeldQuote
from knowledge.night import names
from knowledge.night.elsewhere import Others
from knowledge.night.past import History
from knowledge.refusal import Refused
from knowledge.text import normalise

_WAITING = select(HeldQuote).where(HeldQuote.reason != held.DROPPED)


def waiting(session: Session, source: str = "", limit: int = 50) -> list[HeldQuote]:
    """The rows that wait, oldest first, of one source where it is given."""
    rows = session.scalars(_WAITING.order_by(HeldQuote.id))
    return [one for one in rows if not source or one.fields["source"] == source][:limit]


def let_in(session: Session, ids: Sequence[int], terms: Terms) -> Report:
    """Publishes rows that somebody has looked at; raises Refused, and ImportRefused for a row that is no price."""
    rows = _taken(session, _found(session, ids), names.known(session, new_markets=True))
    return quotes.write(session, _sifted(rows, terms), terms, None, _believed)


def drop(session: Session, ids: Sequence[int]) -> None:
    """Ends rows for good: no night brings just them again; raises Refused."""
    held.drop(session, [one.id for one in _found(session, ids)])


def flow(session: Session, kind: str, written: str, terms: Terms) -> Report:
    """Takes the rows that waited for one name through the gates again, now that it is known."""
    known = names.known(session, new_markets=False)
    again = [one for one in session.scalars(_WAITING).all() if one.fields[kind] == written]
    report = Report()
    for source in sorted({one.fields["source"] for one in again}):
        own = [one for one in again if one.fields["source"] == source and not known.unknown(one.fields)]
        if own:
            rows = _taken(session, own, known)
            ids = {known.names.commodity_ids[normalise(one.fields["commodity"]).text] for one in rows}
            others = Others(session, {source}, ids, min(one.day for one in rows))
            report.add(quotes.write(session, _sifted(rows, terms), terms, None, History(others)))
    return report


def _found(session: Session, ids: Sequence[int]) -> list[HeldQuote]:
    found = {one.id: one for one in session.scalars(_WAITING.where(HeldQuote.id.in_(ids)))}
    for number in ids:
        if number not in found:
            raise Refused(f"没有编号 {number} 的待核实价格。")
    return [found[number] for number in dict.fromkeys(ids)]


def _taken(session: Session, waiting: Sequence[HeldQuote], known: names.Known) -> list[Row]:
    """The rows, off the list: what is doubted again comes back to it."""
    rows = [_read(one, known) for one in waiting]
    session.execute(delete(HeldQuote).where(HeldQuote.id.in_([one.id for one in waiting])))
    return rows


def _read(waits: HeldQuote, known: names.Known) -> Row:
    faults = Faults(Path(f"编号 {waits.id}"))
    unit = known.unit(waits.fields["unit"]) or waits.fields["unit"]
    made = row(waits.id, {**waits.fields, "unit": unit}, faults, None, waits.import_run_id)
    faults.refuse_if_any()
    assert made is not None  # noqa: S101 - what cannot be read was refused
    return made


def _sifted(rows: Sequence[Row], terms: Terms) -> Sifted:
    sifted = Sifted(Report(read=len(rows)))
    for one in rows:
        sifted.add(one, figures.on_itself(one.low, one.average, one.high, one.day, terms.today))
    return sifted


def _believed(_key: SeriesKey, _fresh: list[Row], _stored: dict[date, Stored]) -> dict[date, str]:
    """The gate for what somebody has looked at."""
    return {}
