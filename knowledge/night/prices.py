"""Tonight's rows of prices: known by name, believable by themselves and by their history, and then quotes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from knowledge.gates import figures, slips
from knowledge.imports import held, quotes
from knowledge.imports.quote_rows import Row, row
from knowledge.imports.quotes import Sifted
from knowledge.imports.report import Faults, Report
from knowledge.imports.terms import Terms
from knowledge.night import names, past
from knowledge.night.elsewhere import Others
from knowledge.night.gather import Read
from knowledge.night.provenance import run_of
from knowledge.sources.base import LayoutChanged, Source
from knowledge.text import normalise

# Any unit will do to read the figures of a row that waits for its own.
_UNIT_UNKNOWN = "元/个"


class Night:
    """One source's prices of one night, as part of the caller's transaction."""

    def __init__(self, session: Session, source: Source, terms: Terms, first: date) -> None:
        self._session, self._source, self._terms, self._first = session, source, terms, first
        self.known = names.known(session, source.own_markets)

    def take_in(self, pages: list[Read]) -> Report:
        """Stores what can be believed and holds the rest; raises LayoutChanged for a row that is none."""
        by_page = [self._rows(read) for read in pages]
        sifted = Sifted(Report(read=sum(map(len, by_page))))
        usual = past.usual_figures(self._session, self._source.title, self._first)
        taken_back = held.recalled(self._session)
        for rows in by_page:
            slip = self._slip(rows, usual)
            for one in rows:
                before = taken_back.get(self._said(one))
                if before:
                    sifted.add(replace(one, fields=before), held.RECALLED)
                else:
                    sifted.add(one, self._doubt(one) or slip, self._terms.draft)
        report = quotes.write(self._session, sifted, self._terms, None, past.History(self._others(sifted)))
        names.remember(self._session, self.known, self._source.name, self._terms.now)
        return report

    def _slip(self, rows: list[Row], usual: dict[past.Named, float]) -> str:
        """Why a page as a whole must wait: most of its figures stand at one factor of the usual ones."""
        named = [(one, usual.get(self._named(one))) for one in rows]
        return slips.of_page([float(one.average) / before for one, before in named if before and one.average > 0])

    def _named(self, one: Row) -> past.Named:
        fields = one.fields
        market = self.known.market(fields["market"]) or ""
        return (fields["commodity"], market, fields["variety"], fields["grade"], fields["unit"])

    def _said(self, one: Row) -> held.Said:
        written = one.fields["market"]
        return held.said(one, self.known.market(written) or written)

    def _others(self, sifted: Sifted) -> Others:
        ids = self.known.names.commodity_ids
        wanted = {ids.get(normalise(named[0]).text) for named in sifted.believed} - {None}
        return Others(self._session, self._source.title, {one for one in wanted if one is not None}, self._first)

    def _rows(self, read: Read) -> list[Row]:
        if not read.reading.rows:
            return []
        run_id = run_of(self._session, self._source, read.page)
        where = Path(read.page.url)
        return [self._row(line, fields, where, run_id) for line, fields in enumerate(read.reading.rows, 1)]

    def _row(self, line: int, fields: dict[str, str], where: Path, run_id: int) -> Row:
        """One row as read; an unknown unit stays as it is written, for staff."""
        faults = Faults(where)
        unit = self.known.unit(fields["unit"])
        made = row(line, {**fields, "unit": unit or _UNIT_UNKNOWN}, faults, None, run_id)
        if made is None:
            raise LayoutChanged(faults.found[0])
        return made if unit else replace(made, fields={**made.fields, "unit": fields["unit"]})

    def _doubt(self, one: Row) -> str:
        doubt = self.known.unknown(one.fields)
        return doubt or figures.on_itself(one.low, one.average, one.high, one.day, self._terms.today, self._first)
