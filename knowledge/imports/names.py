"""Names in a file become rows of the catalogues; an unknown one is created and listed."""

from sqlalchemy.orm import Session

from knowledge import catalogue
from knowledge.imports.report import Report
from knowledge.models.commodity import Commodity
from knowledge.models.market import Market
from knowledge.text import normalise


class Names:
    """Looks names up, each once, and creates what is missing in the caller's transaction."""

    def __init__(self, session: Session, report: Report) -> None:
        self._session = session
        self._report = report
        self._known = catalogue.current(session)
        self._commodities: dict[str, int] = {}
        self._markets: dict[str, int] = {}
        self._regions: dict[str, str | None] = {}

    @property
    def catalogue(self) -> catalogue.Catalogue:
        """The catalogue as it stood before this import."""
        return self._known

    def commodity(self, written: str) -> int:
        """The commodity's id."""
        key = normalise(written).text
        if key not in self._commodities:
            found = self._known.commodity_ids.get(key)
            self._commodities[key] = found if found is not None else self._new_commodity(written)
        return self._commodities[key]

    def market(self, written: str, region: str) -> int:
        """The market's id; `region` places a new one."""
        key = normalise(written).text
        if key not in self._markets:
            found = self._known.market(written)
            self._markets[key] = found.id if found else self._new_market(written, region)
        return self._markets[key]

    def region(self, written: str) -> str | None:
        """The code of a place, None where it is not known."""
        if written not in self._regions:
            self._regions[written] = self._known.places.find(written) if written else None
        return self._regions[written]

    def _new_commodity(self, written: str) -> int:
        # What no catalogue knows may be any word: it counts only where a message asks for a commodity.
        commodity = Commodity(name=written, category="其他", unit="斤", weak=True)
        return self._created("品种", written, commodity)

    def _new_market(self, written: str, region: str) -> int:
        return self._created("市场", written, Market(name=written, region_code=self.region(region)))

    def _created(self, kind: str, written: str, row: Commodity | Market) -> int:
        self._session.add(row)
        self._session.flush()
        catalogue.touch(self._session)
        self._report.created.append(f"{kind} {written}")
        return row.id
