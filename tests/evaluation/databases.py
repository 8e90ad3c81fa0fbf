"""Whether both databases find the same: the first three titles of every query, on SQLite and on PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import lookup
from bot.nlu.understand import Understander
from knowledge.db import Store
from tests.evaluation.halves import HERE, ratio
from tests.evaluation.understanding import TODAY

FIRST, ENOUGH = 3, 0.95
Title = tuple[str, str, str]


@dataclass(frozen=True)
class Compared:
    """A query and the first texts that each database finds, by kind, title and heading."""

    query: str
    sqlite: list[Title]
    postgresql: list[Title]

    @property
    def is_same(self) -> bool:
        return self.sqlite == self.postgresql

    @property
    def is_same_but_for_parts(self) -> bool:
        return [found[:2] for found in self.sqlite] == [found[:2] for found in self.postgresql]


def queries() -> list[str]:
    """The distinct queries of the data."""
    lines = (HERE / "queries.tsv").read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(line.partition("\t")[0] for line in lines))


def compared(sqlite: Store, postgresql: Store, read: Understander, asked: Sequence[str]) -> list[Compared]:
    """What each query finds on both."""
    return [Compared(query, _first(sqlite, read, query), _first(postgresql, read, query)) for query in asked]


def agreement(found: Sequence[Compared]) -> float:
    """The share of queries that find the same in the same order."""
    return ratio(sum(one.is_same for one in found), len(found))


def report(sqlite: Store, postgresql: Store, read: Understander) -> None:
    """Prints how far both agree."""
    found = compared(sqlite, postgresql, read, queries())
    texts = ratio(sum(one.is_same_but_for_parts for one in found), len(found))
    print(f"first {FIRST} of {len(found)} searches, on SQLite and on PostgreSQL, in the same order (wanted: {ENOUGH})")
    print(f"  the same texts {texts:.3f}, the same parts of them {agreement(found):.3f}")


def _first(store: Store, read: Understander, query: str) -> list[Title]:
    found = lookup.found(store, read, query, None, FIRST, TODAY)
    return [(hit.passage.kind, hit.passage.title, hit.passage.heading) for hit in found]
