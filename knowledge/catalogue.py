"""The catalogues in memory: every name that a message may hold, read again when staff change one."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from knowledge.db import Store, line_of
from knowledge.models.base import DEFAULT_ACCOUNT, Account
from knowledge.models.commodity import Commodity, CommodityAlias
from knowledge.models.job import JobType
from knowledge.models.market import Market
from knowledge.models.pesticide import Pesticide
from knowledge.models.problem import Problem
from knowledge.places import Places, read_places
from knowledge.prepared import Prepared
from knowledge.text import normalise


@dataclass(frozen=True)
class CommodityName:
    """A commodity as the catalogue knows it."""

    id: int
    name: str
    category: str
    unit: str
    parent_id: int | None
    weak: bool


@dataclass(frozen=True)
class MarketName:
    """A market and the division that it stands in."""

    id: int
    name: str
    region_code: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Ruling:
    """What holds for one pesticide from one day on; `status` is legal, restricted or banned."""

    name: str
    status: str
    effective: date | None
    announcement: str
    forbidden_on: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All names of one account at one revision."""

    revision: int
    home_region: str
    places: Places
    commodities: dict[int, CommodityName] = field(repr=False)
    commodity_ids: dict[str, int] = field(repr=False)
    children: dict[int, tuple[int, ...]] = field(repr=False)
    markets: dict[int, MarketName] = field(repr=False)
    problems: dict[str, str] = field(repr=False)
    job_types: dict[str, str] = field(repr=False)
    rulings: dict[str, tuple[Ruling, ...]] = field(repr=False)
    # Aliases that mean their commodity only where a sentence asks for one.
    weak_aliases: frozenset[str] = field(default=frozenset(), repr=False)

    def commodity(self, name: str) -> CommodityName | None:
        """The commodity that goes by this name or alias."""
        found = self.commodity_ids.get(normalise(name).text)
        return self.commodities[found] if found is not None else None

    def family(self, commodity: CommodityName) -> list[str]:
        """The commodity's name and those of the wider ones above it (脐橙, 橙子, 柑橘)."""
        names = [commodity.name]
        while commodity.parent_id is not None:
            commodity = self.commodities[commodity.parent_id]
            names.append(commodity.name)
        return names

    def grown(self, seedling: CommodityName) -> CommodityName | None:
        """What a seedling, a chick or fry becomes (茶苗: 茶叶); None for everything else."""
        written = [name for name, number in self.commodity_ids.items() if number == seedling.id]
        for name in sorted(written, key=len, reverse=True):
            crop = _YOUNG.sub("", name)
            found = self.commodity(crop) if crop and crop != name else None
            if found and found.id != seedling.id and found.category != seedling.category:
                return found
        return None

    def descendants(self, commodity: CommodityName) -> list[CommodityName]:
        """The narrower commodities below this one, at every depth."""
        found: list[CommodityName] = []
        for child_id in self.children.get(commodity.id, ()):
            child = self.commodities[child_id]
            found += [child, *self.descendants(child)]
        return found

    def market(self, name: str) -> MarketName | None:
        """The market of this name or short name."""
        wanted = normalise(name).text
        for market in self.markets.values():
            if wanted in (normalise(market.name).text, *market.aliases):
                return market
        return None


_YOUNG = re.compile(r"(?:树?苗子?|树?秧苗?子?|鱼?种)$")
_kept: WeakKeyDictionary[Engine, Catalogue] = WeakKeyDictionary()
_account = Account.__table__
_REVISION = Prepared(select(_account.c.catalogue_revision).where(_account.c.id == DEFAULT_ACCOUNT))


def current(session: Session) -> Catalogue:
    """The catalogue of the account as of its newest change."""
    (revision,) = _REVISION.run(line_of(session.connection()), {}) or (0,)
    where = session.get_bind().engine
    kept = _kept.get(where)
    if kept is None or kept.revision != revision:
        kept = _kept[where] = _read(session, revision)
    return kept


def at(store: Store, revision: int) -> Catalogue:
    """The catalogue of a revision that has just been looked up: read only if this process has another."""
    kept = _kept.get(store.engine)
    if kept is not None and kept.revision == revision:
        return kept
    with store.reading() as session:
        return current(session)


def touch(session: Session) -> None:
    """Tells every process to read the catalogue again; part of the caller's transaction."""
    session.execute(
        update(Account).where(Account.id == DEFAULT_ACCOUNT).values(catalogue_revision=Account.catalogue_revision + 1)
    )


def split(names: str) -> tuple[str, ...]:
    """Names that a column separates by |."""
    return tuple(name for name in (part.strip() for part in names.split("|")) if name)


def _read(session: Session, revision: int) -> Catalogue:
    home = session.scalar(select(Account.home_region).where(Account.id == DEFAULT_ACCOUNT)) or ""
    commodities = {
        row.id: CommodityName(row.id, row.name, row.category, row.unit, row.parent_id, row.weak)
        for row in session.scalars(select(Commodity))
    }
    ids = {normalise(entry.name).text: entry.id for entry in commodities.values()}
    aliases = session.scalars(select(CommodityAlias)).all()
    for alias in aliases:
        ids.setdefault(normalise(alias.name).text, alias.commodity_id)
    children: dict[int, list[int]] = defaultdict(list)
    for entry in commodities.values():
        if entry.parent_id is not None:
            children[entry.parent_id].append(entry.id)
    return Catalogue(
        revision=revision,
        home_region=home,
        places=read_places(session, home),
        commodities=commodities,
        commodity_ids=ids,
        children={parent: tuple(found) for parent, found in children.items()},
        markets={
            row.id: MarketName(row.id, row.name, row.region_code or "", split(row.aliases))
            for row in session.scalars(select(Market))
        },
        problems=_by_every_name(session.scalars(select(Problem))),
        job_types=_by_every_name(session.scalars(select(JobType))),
        rulings=_rulings(session),
        weak_aliases=frozenset(normalise(alias.name).text for alias in aliases if alias.weak),
    )


def _by_every_name(rows: object) -> dict[str, str]:
    """Canonical name by each name and alias."""
    names: dict[str, str] = {}
    for row in rows:  # type: ignore[attr-defined]
        for name in (row.name, *split(row.aliases)):
            names.setdefault(normalise(name).text, row.name)
    return names


def _rulings(session: Session) -> dict[str, tuple[Ruling, ...]]:
    """All rulings on a substance by each of its names, earliest first."""
    names: dict[str, str] = {}
    rulings: dict[str, list[Ruling]] = defaultdict(list)
    for row in session.scalars(select(Pesticide)):
        rulings[row.name].append(Ruling(row.name, row.status, row.effective, row.announcement, split(row.forbidden_on)))
        for name in (row.name, *split(row.aliases)):
            names.setdefault(normalise(name).text, row.name)
    return {
        written: tuple(sorted(rulings[name], key=lambda ruling: ruling.effective or date.min))
        for written, name in names.items()
    }
