"""Names that a source writes and nobody knows: staff say once what they mean, and the waiting rows flow."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import catalogue, units
from knowledge.catalogue import Catalogue
from knowledge.models.source import UnknownName
from knowledge.text import normalise

COMMODITY, MARKET, UNIT = "commodity", "market", "unit"
IN_WORDS = {COMMODITY: "品种", MARKET: "市场", UNIT: "单位"}


@dataclass
class Known:
    """What is known on one night, and what turned out not to be."""

    names: Catalogue
    units: dict[str, str]
    # A source that makes up its markets' names by itself brings new ones as they come.
    new_markets: bool
    missing: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    _markets: dict[str, str | None] = field(default_factory=dict)

    def unit(self, written: str) -> str | None:
        """The price unit that is meant; None for one that nobody knows."""
        try:
            return units.price_unit(self.units.get(written, written))
        except units.UnknownUnit:
            return None

    def market(self, written: str) -> str | None:
        """The full name of the market that goes by this one; None where there is none."""
        if written not in self._markets:
            found = self.names.market(written)
            self._markets[written] = found.name if found else None
        return self._markets[written]

    def unknown(self, fields: dict[str, str]) -> str:
        """Why a row must wait for its names, in Chinese; empty where all are known."""
        missing = [kind for kind in (UNIT, COMMODITY, MARKET) if not self._knows(kind, fields[kind])]
        for kind in missing:
            self.missing.setdefault((kind, fields[kind]), fields)
        return "；".join(f"{IN_WORDS[kind]}「{fields[kind]}」不认识" for kind in missing)

    def _knows(self, kind: str, written: str) -> bool:
        if kind == UNIT:
            return self.unit(written) is not None
        if kind == MARKET:
            return self.new_markets or self.market(written) is not None
        return self.knows_commodity(written)

    def knows_commodity(self, written: str) -> bool:
        """Whether some commodity goes by this name."""
        return normalise(written).text in self.names.commodity_ids


def known(session: Session, new_markets: bool) -> Known:
    """What is known at the moment."""
    meant = select(UnknownName.written, UnknownName.means).where(
        UnknownName.kind == UNIT, UnknownName.means.is_not(None)
    )
    units_meant = {row.written: row.means or "" for row in session.execute(meant)}
    return Known(catalogue.current(session), units_meant, new_markets)


def remember(session: Session, found: Known, source: str, now: datetime) -> None:
    """Puts what was missing on the list for staff, once."""
    listed = {(row.kind, row.written) for row in session.execute(select(UnknownName.kind, UnknownName.written))}
    for (kind, written), fields in found.missing.items():
        if (kind, written) not in listed:
            session.add(UnknownName(kind=kind, written=written, source=source, first_seen=now, example=fields))
