"""The nearest rows first: the place itself, then the county around it, then everywhere else.

Each place's newest are read by an index that begins with the place, and merged: neither a place with a million rows
nor one with none costs a look at the rows of others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import merge
from typing import Any

from sqlalchemy import Date, bindparam, text
from sqlalchemy.orm import Session

from knowledge.models.base import UtcDateTime
from knowledge.models.region import significant
from knowledge.places import Places

# Places asked for in one statement; SQLite takes 500 parts.
_AT_ONCE = 100
COUNTY = 6
_TYPES: dict[str, Any] = {"now": UtcDateTime(), "today": Date()}


@dataclass(frozen=True)
class Ring:
    """Divisions that are equally near: those of `codes`, or all in `area` where it is too large to name them.

    What lies in `inner` belongs to the rings before. All three empty: everywhere.
    """

    codes: tuple[str, ...] = ()
    area: str = ""
    inner: str = ""


@dataclass(frozen=True)
class Shelf:
    """What rows are asked for: a table, the condition that they are open, and what they are sorted by (falling)."""

    table: str
    where: str
    by: str
    values: Mapping[str, Any]


def rings(places: Places, place: str) -> list[Ring]:
    """The rings around a division, the nearest first; one ring alone where no place is given."""
    if not place:
        return [Ring()]
    own = significant(place)
    found = [_ring(places, own, "")]
    if len(own) > COUNTY:
        found.append(_ring(places, own[:COUNTY], own))
    return [*found, Ring(inner=own[:COUNTY])]


def _ring(places: Places, area: str, inner: str) -> Ring:
    if len(area) < COUNTY:
        return Ring(area=area)
    codes = places.inside(area)
    return Ring(codes=tuple(code for code in codes if not (inner and code.startswith(inner))))


def nearest(session: Session, shelf: Shelf, ring: Ring, most: int, of_each: int = 0) -> list[int]:
    """The ids of a ring's first rows, in order; at most so many, and where `of_each` is given so many of a division."""
    if not ring.codes:
        return [number for _, number in _outside(session, shelf, ring, most)]
    return _chunked(session, shelf, "region_code", ring.codes, of_each or most)[:most]


def newest(session: Session, shelf: Shelf, column: str, keys: Iterable[Any], most: int, of_each: int = 0) -> list[int]:
    """The ids of the first rows that have one of the keys in the column, in order; the key None is no value."""
    return _chunked(session, shelf, column, tuple(keys), of_each or most)[:most]


def _chunked(session: Session, shelf: Shelf, column: str, keys: tuple[Any, ...], most: int) -> list[int]:
    parts = (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
    runs = [_merged(session, shelf, column, part, most) for part in parts]
    return [number for _, number in merge(*runs, reverse=True)]


def _merged(session: Session, shelf: Shelf, column: str, keys: tuple[Any, ...], most: int) -> list[tuple[Any, int]]:
    asked = (f"{column} IS NULL" if key is None else f"{column} = :key{place}" for place, key in enumerate(keys))
    parts = " UNION ALL ".join(_first(shelf, where) for where in asked)
    found = _run(session, parts, shelf, most, {f"key{place}": key for place, key in enumerate(keys) if key is not None})
    return sorted(found, reverse=True)


def _outside(session: Session, shelf: Shelf, ring: Ring, most: int) -> list[tuple[Any, int]]:
    where, values = "1 = 1", {}
    if ring.area:
        where, values = "region_code >= :low AND region_code < :high", _span(ring.area)
    elif ring.inner:
        where = "(region_code IS NULL OR region_code < :low OR region_code >= :high)"
        values = _span(ring.inner)
    return _run(session, _first(shelf, where), shelf, most, values)


def _span(area: str) -> dict[str, str]:
    """The codes of an area, from the first up to the one after the last."""
    return {"low": area.ljust(12, "0"), "high": str(int(area) + 1).zfill(len(area)).ljust(12, "0")}


def _first(shelf: Shelf, where: str) -> str:
    # Every name in it is the program's own.
    return (
        f"SELECT * FROM (SELECT {shelf.by}, id FROM {shelf.table} WHERE account_id = 1 AND {shelf.where} AND {where}"  # noqa: S608
        f" ORDER BY {shelf.by} DESC, id DESC LIMIT :most) AS part"
    )


def _run(session: Session, statement: str, shelf: Shelf, most: int, values: dict[str, Any]) -> list[tuple[Any, int]]:
    made = text(statement)
    typed = [bindparam(name, type_=kind) for name, kind in _TYPES.items() if name in shelf.values]
    made = made.bindparams(*typed)
    found = session.connection().execute(made, {**shelf.values, **values, "most": most})
    return [(row[0], row[1]) for row in found]
