"""Rows of prices that wait for staff: seen, let in, dropped; and let in by themselves once their names are known."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.gates import figures
from knowledge.imports import quotes
from knowledge.imports.held import MENDED, REJECTED
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

_WAITS = HeldQuote.gist != REJECTED


def waiting(session: Session, source: str = "", limit: int = 50) -> list[HeldQuote]:
    """The rows that wait, oldest first, of one source where it is given."""
    rows = session.scalars(select(HeldQuote).where(_WAITS).order_by(HeldQuote.id))
    return [one for one in rows if not source or one.fields["source"] == source][:limit]


def let_in(session: Session, ids: Sequence[int], terms: Terms) -> Report:
    """Publishes rows that somebody has looked at, rejected ones after all too.

    Raises Refused, for one that was published with other figures too, and ImportRefused for a row that is no price.
    """
    found = _found(session, ids)
    for one in found:
        if one.reason == MENDED:
            raise Refused(f"编号 {one.id} {MENDED}过了，原来的数不能再放行。")
    rows = _taken(session, found, names.known(session, new_markets=True))
    return quotes.write(session, _sifted(rows, terms), terms, None, _believed)


def drop(session: Session, ids: Sequence[int]) -> None:
    """Ends rows for good: no night brings just them again; raises Refused."""
    rows = _found(session, ids)
    for one in rows:
        if one.gist == REJECTED:
            raise Refused(f"编号 {one.id} 已经去掉了。")
    reject(rows)


def mend(session: Session, held: HeldQuote, low: str, average: str, high: str, terms: Terms) -> Report:
    """Publishes a row with other figures; its own stay rejected. Raises Refused, and ImportRefused for no price."""
    known = names.known(session, new_markets=True)
    before = _read(held, known)
    fields = {**before.fields, "low": low.strip(), "average": average.strip(), "high": high.strip()}
    mended = _row(held.id, fields, held.import_run_id)
    if mended.figures == before.figures:
        raise Refused("和原来的数一样，没有改动。")
    report = quotes.write(session, _sifted([mended], terms), terms, None, _believed)
    reject([held])
    held.reason = MENDED
    return report


def reject(held: Sequence[HeldQuote]) -> None:
    """Keeps rows as ones that nobody believes: however often the night brings them, they do not come back."""
    for one in held:
        one.reason = one.gist = REJECTED


def flow(session: Session, kind: str, written: str, terms: Terms) -> Report:
    """Takes the rows that waited for one name through the gates again, now that it is known."""
    known = names.known(session, new_markets=False)
    again = [one for one in session.scalars(select(HeldQuote).where(_WAITS)).all() if one.fields[kind] == written]
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
    found = {one.id: one for one in session.scalars(select(HeldQuote).where(HeldQuote.id.in_(ids)))}
    for number in ids:
        if number not in found:
            raise Refused(f"没有编号 {number} 的待核实价格。")
    return [found[number] for number in dict.fromkeys(ids)]


def _taken(session: Session, waiting: Sequence[HeldQuote], known: names.Known) -> list[Row]:
    """The rows, off the list: what is doubted again comes back to it."""
    rows = [_read(one, known) for one in waiting]
    session.execute(delete(HeldQuote).where(HeldQuote.id.in_([one.id for one in waiting])))
    return rows


def _read(held: HeldQuote, known: names.Known) -> Row:
    unit = known.unit(held.fields["unit"]) or held.fields["unit"]
    return _row(held.id, {**held.fields, "unit": unit}, held.import_run_id)


def _row(number: int, fields: dict[str, str], run_id: int | None) -> Row:
    faults = Faults(Path(f"编号 {number}"))
    made = row(number, fields, faults, None, run_id)
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
