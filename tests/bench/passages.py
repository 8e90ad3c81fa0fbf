"""An index as large as wanted: starter articles written anew for other crops, sicknesses and places."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from knowledge import catalogue
from knowledge.catalogue import Catalogue
from knowledge.db import Store
from knowledge.imports.articles import KIND
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.passage import Passage, SearchTerm
from knowledge.search.index import terms_of
from knowledge.text import name_token, tokens

# Far above every article's own number.
FIRST_ROW = 10_000_000
BATCH = 5_000
Row = dict[str, object]


@dataclass(frozen=True)
class Words:
    """What is exchanged: each kind of word for another of its kind."""

    pattern: "re.Pattern[str]"
    kinds: dict[str, list[str]]
    places: list[str]

    def varied(self, text: str, swaps: dict[str, str], draw: random.Random) -> str:
        """The text with every known word exchanged, the same one always for the same."""
        return self.pattern.sub(lambda m: swaps.setdefault(m[0], draw.choice(self.kinds[m[0]])), text)


def fill(store: Store, wanted: int) -> int:
    """Adds passages until the index holds `wanted`; returns how many it holds.

    Row by row they are as `search.index` writes them; the database's own triggers put them into its index.
    """
    with store.reading() as session:
        names = catalogue.current(session)
        held = _held(session)
        originals = session.scalars(select(Passage).where(Passage.kind == KIND, Passage.row_id < FIRST_ROW)).all()
    rows = _copies(originals, words(names), random.Random(held), FIRST_ROW + held)
    while held < wanted:
        batch = [row for row, _ in zip(rows, range(min(BATCH, wanted - held)), strict=False)]
        with store.writing() as session:
            session.connection().execute(insert(Passage), batch)
            _count(session, batch)
        held += len(batch)
    with store.reading() as session:
        return _held(session)


def words(names: Catalogue) -> Words:
    """Crops for crops of their category, sicknesses for sicknesses."""
    by_category: dict[str, list[str]] = {}
    for commodity in names.commodities.values():
        by_category.setdefault(commodity.category, []).append(commodity.name)
    kinds = {name: found for found in by_category.values() for name in found if len(name) > 1}
    problems = sorted(set(names.problems.values()))
    kinds |= dict.fromkeys(problems, problems)
    longest_first = sorted(kinds, key=len, reverse=True)
    places = sorted({name for name in names.places.names.values() if len(name) > 2})
    return Words(re.compile("|".join(map(re.escape, longest_first))), kinds, places)


def _copies(originals: "list[Passage]", known: Words, draw: random.Random, first: int) -> Iterator[Row]:
    """Copies without end, each article with words and a place of its own."""
    articles: dict[int, list[Passage]] = {}
    for passage in originals:
        articles.setdefault(passage.row_id, []).append(passage)
    number = first
    while True:
        for parts in articles.values():
            number += 1
            swaps: dict[str, str] = {}
            place = draw.choice(known.places)
            for passage in parts:
                yield _copy(passage, known, swaps, draw, place) | {"row_id": number}


def _copy(passage: Passage, known: Words, swaps: dict[str, str], draw: random.Random, place: str) -> Row:
    title = place + known.varied(passage.title, swaps, draw)
    heading, text = (known.varied(part, swaps, draw) for part in (passage.heading, passage.text))
    text = f"{place}{text}"
    subject = [*tokens(title), *(name_token(name) for name in swaps.values()), *tokens(heading)]
    return {
        "account_id": DEFAULT_ACCOUNT, "kind": KIND, "position": passage.position, "title": title, "heading": heading,
        "text": text, "subject_tokens": " ".join(subject), "body_tokens": " ".join(tokens(text)),
    }  # fmt: skip


def _count(session: Session, batch: list[Row]) -> None:
    """How many passages each term stands in, kept as `search.index` keeps it."""
    more = Counter(term for row in batch for term in terms_of(Passage(**row)))
    kept = {row.term: row for row in session.scalars(select(SearchTerm))}
    for term, passages in more.items():
        if term in kept:
            kept[term].passages += passages
        else:
            session.add(SearchTerm(term=term, passages=passages))


def _held(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Passage)) or 0
