"""Names that a newer release brings reach stores that were filled by an older one; what staff changed stays."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import aliases, catalogue
from knowledge.catalogue import split
from knowledge.db import Store
from knowledge.models.base import DEFAULT_ACCOUNT, Account
from knowledge.models.removed_alias import RemovedAlias
from knowledge.starter import rows
from knowledge.text import normalise

FILES = {
    aliases.COMMODITY: "commodities.csv",
    aliases.PROBLEM: "problems.csv",
    aliases.MARKET: "markets.csv",
    aliases.JOB_TYPE: "job_types.csv",
}


def renew(store: Store) -> list[str]:
    """Adds the starter's aliases that the store has not, each where its word is free; returns what was added.

    An alias that staff took out stays out, and a word that they gave another meaning keeps that one.
    """
    now = starter_hash()
    with store.reading() as session:
        if session.scalar(select(Account.starter_hash).where(Account.id == DEFAULT_ACCOUNT)) in (None, now):
            return []
    with store.writing() as session:
        account = session.get_one(Account, DEFAULT_ACCOUNT)
        added = [] if account.starter_hash == now else _merged(session)
        account.starter_hash = now
        if added:
            catalogue.touch(session)
        return added


def starter_hash() -> str:
    """What the starter's files of names say, as one hash."""
    digest = hashlib.sha256()
    for name in FILES.values():
        digest.update(rows.path(name).read_bytes())
    return digest.hexdigest()


def _merged(session: Session) -> list[str]:
    names = catalogue.current(session)
    removed = {(row.kind, row.owner, row.name) for row in session.scalars(select(RemovedAlias))}
    offered = list(_offered())
    starters_own = {(kind, word) for kind, _, _, word in offered}
    added: list[str] = []
    given: set[tuple[str, str]] = set()
    for kind, owner, alias, word in offered:
        taken = {what for what, _ in aliases.meanings(names, word) if what in FILES}
        # The starter itself gives some words two meanings (红星: a market and an apple).
        if kind in taken or (kind, owner, word) in removed or any((what, word) not in starters_own for what in taken):
            continue
        entry = aliases.entry_of(session, kind, owner)
        if entry is not None and (kind, word) not in given:
            given.add((kind, word))
            aliases.bestow(session, entry, alias)
            added.append(f"{kind}「{owner}」：{alias}")
    return added


def _offered() -> Iterator[tuple[str, str, str, str]]:
    """Kind, owner, alias as written and as compared; first names come too, since they are the starter's own words."""
    for kind, file in FILES.items():
        for row in rows.of(file):
            for alias in (row["name"], *split(row["aliases"])):
                yield kind, row["name"], alias, normalise(alias).text
