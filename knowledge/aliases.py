"""Other names of what the catalogues know: dialect words that staff add, and take out again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.orm import Session

from knowledge import catalogue
from knowledge.catalogue import Catalogue, split
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.commodity import Commodity, CommodityAlias
from knowledge.models.job import JobType
from knowledge.models.market import Market
from knowledge.models.problem import Problem
from knowledge.models.removed_alias import RemovedAlias
from knowledge.refusal import Refused
from knowledge.text import normalise

Entry = Commodity | Problem | Market | JobType
COMMODITY, PROBLEM, MARKET, JOB_TYPE = "品种", "病虫", "市场", "工种"
TABLES: dict[str, Any] = {COMMODITY: Commodity, PROBLEM: Problem, MARKET: Market, JOB_TYPE: JobType}
LONGEST = 20


@dataclass(frozen=True)
class Names:
    """One entry of a catalogue with its other names."""

    kind: str
    name: str
    aliases: tuple[str, ...]


def add(session: Session, kind: str, name: str, alias: str, weak: bool = False) -> str:
    """Gives the entry that goes by `name` one more name from the next message on; returns the entry's first name.

    Raises Refused for an unknown entry, and for a word that cannot be a name or already means something.
    """
    names = catalogue.current(session)
    owner, word = _owner(names, kind, name), _readable(kind, alias, weak)
    meant = meanings(names, word)
    if (kind, owner) in meant:
        raise Refused(f"「{word}」已经是{kind}「{owner}」的叫法，不用再加。")
    if meant:
        raise Refused(f"「{word}」现在的意思是{'、'.join(f'{what}「{whose}」' for what, whose in meant)}，没有加。")
    bestow(session, _known(session, kind, owner), word, weak)
    session.execute(delete(RemovedAlias).where(_removed(kind, owner, word)))
    catalogue.touch(session)
    return owner


def add_by_staff(
    session: Session, kind: str, name: str, alias: str, weak: bool, sentence_with: Callable[[str], str]
) -> str:
    """The same for what staff type: Refused too for a word of every day, unless it is marked as weak.

    `sentence_with` gives a sentence that farmers say with the word, empty where there is none.
    """
    owner = add(session, kind, name, alias, weak)
    if not weak and (sentence := sentence_with(alias)):
        how = "；确实也是品种的叫法，就按「平时多半是别的意思」加（--weak）" if kind == COMMODITY else ""
        raise Refused(f"「{alias}」是农户平常说的话（如「{sentence}」），当名字会听错，没有加{how}。")
    return owner


def remove(session: Session, kind: str, name: str, alias: str) -> str:
    """Takes a name away for good: no newer release brings it back; returns the entry's first name. Raises Refused."""
    owner, word = _owner(catalogue.current(session), kind, name), normalise(alias).text
    entry = _known(session, kind, owner)
    borne = [other for other in aliases_of(session, entry) if normalise(other).text == word]
    if not borne:
        raise Refused(f"「{alias}」不是{kind}「{owner}」的别名，没有改动。")
    if isinstance(entry, Commodity):
        session.execute(
            delete(CommodityAlias).where(CommodityAlias.commodity_id == entry.id, CommodityAlias.name.in_(borne))
        )
    else:
        entry.aliases = "|".join(other for other in split(entry.aliases) if other not in borne)
    session.add(RemovedAlias(kind=kind, owner=owner, name=word))
    catalogue.touch(session)
    return owner


def listed(session: Session, kinds: tuple[str, ...], name: str = "") -> list[Names]:
    """The entries of some kinds with their other names; with `name`, the one that goes by it alone."""
    found = []
    for kind in kinds:
        owner = _find(catalogue.current(session), kind, name) if name else None
        if name and owner is None:
            continue
        for entry in session.scalars(select(TABLES[kind]).order_by(TABLES[kind].id)):
            if owner in (None, entry.name):
                found.append(Names(kind, entry.name, tuple(aliases_of(session, entry))))
    return found


def meanings(names: Catalogue, word: str) -> list[tuple[str, str]]:
    """All that a word means now: kind and first name, those of the four catalogues first."""
    found = [(kind, owner) for kind in TABLES if (owner := _find(names, kind, word))]
    place = names.places.find(word)
    if place:
        found.append(("地方", names.places.path(place)))
    found += [("农药", ruling.name) for ruling in names.rulings.get(normalise(word).text, ())[:1]]
    return found


def bestow(session: Session, entry: Entry, word: str, weak: bool = False) -> None:
    """Writes one more name to an entry, unasked."""
    if isinstance(entry, Commodity):
        session.add(CommodityAlias(commodity_id=entry.id, name=word, weak=weak))
    else:
        entry.aliases = "|".join([*split(entry.aliases), word])
    session.flush()


def aliases_of(session: Session, entry: Entry) -> list[str]:
    """The other names of an entry as they are kept."""
    if isinstance(entry, Commodity):
        here = CommodityAlias.commodity_id == entry.id
        return list(session.scalars(select(CommodityAlias.name).where(here).order_by(CommodityAlias.id)))
    return list(split(entry.aliases))


def entry_of(session: Session, kind: str, name: str) -> Entry | None:
    """The entry of this first name."""
    found: Entry | None = session.scalars(select(TABLES[kind]).where(TABLES[kind].name == name)).one_or_none()
    return found


def _find(names: Catalogue, kind: str, word: str) -> str | None:
    if kind == COMMODITY:
        commodity = names.commodity(word)
        return commodity.name if commodity else None
    if kind == MARKET:
        market = names.market(word)
        return market.name if market else None
    return (names.problems if kind == PROBLEM else names.job_types).get(normalise(word).text)


def _owner(names: Catalogue, kind: str, name: str) -> str:
    owner = _find(names, kind, name)
    if owner is None:
        raise Refused(f"没有叫「{name}」的{kind}。先在名称列表里查一查它叫什么。")
    return owner


def _known(session: Session, kind: str, owner: str) -> Entry:
    entry = entry_of(session, kind, owner)
    assert entry is not None  # noqa: S101 - the catalogue has just named it
    return entry


def _readable(kind: str, alias: str, weak: bool) -> str:
    """The word as names are compared; raises Refused for one that no message could name."""
    word = normalise(alias).text.strip()
    fewest = 1 if kind == COMMODITY else 2
    if not fewest <= len(word) <= LONGEST or not any(character.isalpha() for character in word) or "|" in word:
        raise Refused(f"「{alias}」不能当别名：要 {fewest} 到 {LONGEST} 个字，不带「|」。")
    if weak and kind != COMMODITY:
        raise Refused(f"--weak 只用于{COMMODITY}。")
    return word


def _removed(kind: str, owner: str, word: str) -> ColumnElement[bool]:
    return and_(
        RemovedAlias.account_id == DEFAULT_ACCOUNT,
        RemovedAlias.kind == kind,
        RemovedAlias.owner == owner,
        RemovedAlias.name == word,
    )
