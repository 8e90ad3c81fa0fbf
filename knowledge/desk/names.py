"""Names at the console: what the catalogues hold, other names given and taken, names that no catalogue knows."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import aliases
from knowledge.catalogue import split
from knowledge.imports.report import Report
from knowledge.imports.terms import Terms
from knowledge.models.commodity import CommodityAlias
from knowledge.models.source import UnknownName
from knowledge.models.staff import COUNTY
from knowledge.night import names, naming
from knowledge.staff import audit
from knowledge.staff.access import Actor, require

A_PAGE = 50
Everyday = Callable[[str], str]


class Entry(NamedTuple):
    """One entry of a catalogue with its other names, and those of them that are mostly another word."""

    id: int
    name: str
    aliases: tuple[str, ...]
    weak: frozenset[str] = frozenset()


def page(session: Session, actor: Actor, kind: str, wanted: str, after: int) -> list[Entry]:
    """Entries of one catalogue after number `after`, those whose names hold `wanted` where it is given."""
    require(actor, COUNTY)
    table = aliases.TABLES[kind]
    statement = select(table).where(table.id > after).order_by(table.id).limit(A_PAGE)
    if wanted:
        by_alias = (
            table.id.in_(
                select(CommodityAlias.commodity_id).where(CommodityAlias.name.contains(wanted, autoescape=True))
            )
            if kind == aliases.COMMODITY
            else table.aliases.contains(wanted, autoescape=True)
        )
        statement = statement.where(table.name.contains(wanted, autoescape=True) | by_alias)
    rows = session.scalars(statement).all()
    if kind != aliases.COMMODITY:
        return [Entry(row.id, row.name, split(row.aliases)) for row in rows]
    borne: dict[int, list[CommodityAlias]] = {row.id: [] for row in rows}
    of = select(CommodityAlias).where(CommodityAlias.commodity_id.in_(borne)).order_by(CommodityAlias.id)
    for alias in session.scalars(of):
        borne[alias.commodity_id].append(alias)
    return [
        Entry(
            row.id, row.name, tuple(a.name for a in borne[row.id]), frozenset(a.name for a in borne[row.id] if a.weak)
        )
        for row in rows
    ]


def add(
    session: Session, actor: Actor, kind: str, name: str, alias: str, weak: bool, everyday: Everyday, now: datetime
) -> str:
    """Gives an entry one more name; returns the entry's first name. Raises Refused as `flask alias add` does."""
    require(actor, COUNTY)
    owner = aliases.add_by_staff(session, kind, name, alias, weak, everyday)
    audit.append(session, actor, "加叫法", kind, owner, now, 叫法=alias, 平时多半是别的意思=weak)
    return owner


def remove(session: Session, actor: Actor, kind: str, name: str, alias: str, now: datetime) -> str:
    """Takes a name away for good; returns the entry's first name. Raises Refused."""
    require(actor, COUNTY)
    owner = aliases.remove(session, kind, name, alias)
    audit.append(session, actor, "删叫法", kind, owner, now, 叫法=alias)
    return owner


def unknown(session: Session, actor: Actor) -> Sequence[UnknownName]:
    """The names that nobody knows, oldest first."""
    require(actor, COUNTY)
    return naming.unknown(session)


def settle(session: Session, actor: Actor, kind: str, written: str, meant: str, terms: Terms) -> Report:
    """The name means another one, or where `meant` is empty is one of its own; raises Refused."""
    require(actor, COUNTY)
    if meant:
        report = naming.means(session, kind, written, meant, terms)
    else:
        report = naming.is_new(session, kind, written, terms)
    verb = "说明名称" if meant else "新建名称"
    audit.append(session, actor, verb, names.IN_WORDS[kind], written, terms.now, 就是=meant, 新增价格=report.new)
    return report
