"""Tonight's rows of prices: known by name, believable by themselves and by their history, and then quotes."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from knowledge.gates import figures, slips
from knowledge.imports import held, quotes
from knowledge.imports.quote_rows import Row, row
from knowledge.imports.quotes import Sifted
from knowledge.imports.report import Faults, Report
from knowledge.imports.terms import Terms
from knowledge.night import names, past, settled
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
        all_read = [one for rows in by_page for one in rows]
        every = self._not_rejected(all_read)
        self._own = past.Own(self._session, {one.fields["source"] for one in every}, self._first)
        fresh = self._not_public(every)
        self._taken_back = held.recalled(self._session)
        sifted = Sifted(Report(read=len(all_read), same=len(all_read) - len(fresh)))
        for read, rows in zip(pages, by_page, strict=True):
            self._sift(read, [one for one in rows if id(one) in fresh], sifted)
        report = quotes.write(self._session, sifted, self._terms, None, past.History(self._others(sifted)))
        doubted = {(self._named(one), one.day) for one, _ in sifted.held}
        believed = [one for one in every if (self._named(one), one.day) not in doubted]
        settled.end(self._session, believed, self._unit_writings())
        names.remember(self._session, self.known, self._source.name, self._terms.now)
        return report

    def _not_rejected(self, rows: list[Row]) -> list[Row]:
        """The rows without those that staff have said are wrong."""
        where = Path("已驳回的行")
        rejected = {self._said(self._row(0, one, where)) for one in held.rejected(self._session, self._first)}
        return [one for one in rows if self._said(one) not in rejected] if rejected else rows

    def _not_public(self, rows: list[Row]) -> set[int]:
        """The rows that say something new, by their identity; those that contradict one another all do."""
        said = defaultdict(set)
        for one in rows:
            said[self._named(one), one.day].add(one.figures)
        return {
            id(one)
            for one in rows
            if len(said[self._named(one), one.day]) > 1 or not self._own.says(self._named(one), one.day, one.figures)
        }

    def _sift(self, read: Read, fresh: list[Row], sifted: Sifted) -> None:
        if not fresh:
            return
        run_id = run_of(self._session, self._source, read.page)
        slip = self._slip(fresh)
        for one in fresh:
            mine, before = replace(one, run_id=run_id), self._taken_back.get(self._said(one))
            if before:
                sifted.add(replace(mine, fields=before), held.RECALLED)
            else:
                sifted.add(mine, self._doubt(one) or slip, self._terms.draft)

    def _slip(self, rows: list[Row]) -> str:
        """Why a page as a whole must wait: most of its figures stand at one factor of the usual ones."""
        measured = [(one, self._own.usual(self._named(one))) for one in rows]
        return slips.of_page([float(one.average) / before for one, before in measured if before and one.average > 0])

    def _named(self, one: Row) -> past.Named:
        said = one.fields
        market = self.known.market(said["market"]) or ""
        return past.Named(said["source"], said["commodity"], market, said["variety"], said["grade"], said["unit"])

    def _unit_writings(self) -> dict[str, list[str]]:
        """How sources write a unit that staff had to explain, by what it is."""
        found = defaultdict(list)
        for written in self.known.units:
            if unit := self.known.unit(written):
                found[unit].append(written)
        return found

    def _said(self, one: Row) -> held.Said:
        written = one.fields["market"]
        return held.said(one, self.known.market(written) or written)

    def _others(self, sifted: Sifted) -> Others:
        ids = self.known.names.commodity_ids
        wanted = {ids.get(normalise(named[0]).text) for named in sifted.believed} - {None}
        own = {named[-1] for named in sifted.believed}
        return Others(self._session, own, {one for one in wanted if one is not None}, self._first)

    def _rows(self, read: Read) -> list[Row]:
        where = Path(read.page.url)
        rows = [self._row(line, fields, where) for line, fields in enumerate(read.reading.rows, 1)]
        # A site whose days begin elsewhere brings the one before too, which was read when it was asked for.
        return [one for one in rows if one.day != self._first - timedelta(1)]

    def _row(self, line: int, fields: dict[str, str], where: Path) -> Row:
        """One row as read; an unknown unit stays as it is written, for staff."""
        faults = Faults(where)
        unit = self.known.unit(fields["unit"])
        made = row(line, {**fields, "unit": unit or _UNIT_UNKNOWN}, faults, None)
        if made is None:
            raise LayoutChanged(faults.found[0])
        return made if unit else replace(made, fields={**made.fields, "unit": fields["unit"]})

    def _doubt(self, one: Row) -> str:
        doubt = self.known.unknown(one.fields)
        return doubt or figures.on_itself(one.low, one.average, one.high, one.day, self._terms.today, self._first)
