"""Lists of open posts, the nearest first and of these the ones that stay open longest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from knowledge.catalogue import Catalogue
from knowledge.models.job import Job
from knowledge.models.region import within
from knowledge.models.trade import TradePost
from knowledge.places import Places
from knowledge.posts.near import Ring, Shelf, nearest, newest, rings

A_PAGE, MOST_PAGES = 20, 25
# So many are looked through for a word or a kind of goods.
MOST_READ = 1000
_OPEN = "status = 'approved' AND expires_at > :now"


class Placed(NamedTuple):
    """A post and which ring around the place it lies in, 0 for the place itself."""

    post: Any
    ring: int


@dataclass(frozen=True)
class Page:
    """One page of a list; `is_cut` where only the first MOST_READ were looked through."""

    posts: list[Placed] = field(default_factory=list)
    has_more: bool = False
    is_cut: bool = False


def jobs(
    session: Session, names: Catalogue, now: datetime, place: str, words: Sequence[str] = (), page: int = 1
) -> Page:
    """Open jobs, those whose title or description holds one of the words where there are any; pages count from 1."""
    shelf = _jobs(now)
    around = rings(names.places, place)
    if not words:
        return _paged(lambda ring, most: nearest(session, shelf, ring, most), around, page, session, Job)
    read, is_cut = _looked_through(session, shelf, around)
    held = _holding(session, [number for number, _ in read], words)
    return replace(_cut([each for each in read if each[0] in held], page, session, Job), is_cut=is_cut)


def goods(
    session: Session,
    names: Catalogue,
    now: datetime,
    kind: str,
    place: str,
    commodities: Sequence[int] = (),
    page: int = 1,
) -> Page:
    """Open posts of one kind (supply or demand), of these commodities where there are any; pages count from 1."""
    shelf = _goods(now, kind)
    around = rings(names.places, place)
    if not commodities:
        return _paged(lambda ring, most: nearest(session, shelf, ring, most), around, page, session, TradePost)
    read = newest(session, shelf, "commodity_id", commodities, MOST_READ, _of_each(MOST_READ, len(commodities)))
    places = {
        row.id: row.region_code or "" for row in _with(session, TradePost, read, TradePost.id, TradePost.region_code)
    }
    found = [(number, _ring_of(places[number], around)) for number in read]
    return replace(
        _cut(sorted(found, key=lambda each: each[1]), page, session, TradePost), is_cut=len(read) == MOST_READ
    )


def jobs_here(session: Session, places: Places, now: datetime, place: str, most: int) -> Sequence[Job]:
    """The first open jobs of the division itself and all below it."""
    return _first(session, Job, nearest(session, _jobs(now), rings(places, place)[0], most))


def goods_here(
    session: Session, places: Places, now: datetime, kind: str, place: str, most: int
) -> Sequence[TradePost]:
    """The first open posts of one kind of the division itself and all below it."""
    return _first(session, TradePost, nearest(session, _goods(now, kind), rings(places, place)[0], most))


def _jobs(now: datetime) -> Shelf:
    return Shelf("job", _OPEN, "expires_at", {"now": now})


def _goods(now: datetime, kind: str) -> Shelf:
    return Shelf("trade_post", f"kind = :kind AND {_OPEN}", "expires_at", {"now": now, "kind": kind})


def _first(session: Session, table: type[Any], numbers: Sequence[int]) -> Sequence[Any]:
    """The rows of these numbers, in their order."""
    rows = {row.id: row for row in session.scalars(select(table).where(table.id.in_(numbers)))} if numbers else {}
    return [rows[number] for number in numbers if number in rows]


def _paged(
    first: Callable[[Ring, int], list[int]], around: Sequence[Ring], page: int, session: Session, table: type[Any]
) -> Page:
    needed = page * A_PAGE + 1
    found: list[tuple[int, int]] = []
    for number, ring in enumerate(around):
        if len(found) < needed:
            found += [(each, number) for each in first(ring, needed - len(found))]
    return _cut(found, page, session, table)


def _cut(found: Sequence[tuple[int, int]], page: int, session: Session, table: type[Any]) -> Page:
    here = found[(page - 1) * A_PAGE : page * A_PAGE]
    ring_of = dict(here)
    posts = [Placed(row, ring_of[row.id]) for row in _first(session, table, list(ring_of))]
    return Page(posts, len(found) > page * A_PAGE and page < MOST_PAGES)


def _looked_through(session: Session, shelf: Shelf, around: Sequence[Ring]) -> tuple[list[tuple[int, int]], bool]:
    """The nearest posts with their rings, at most MOST_READ; and whether there are more."""
    found: list[tuple[int, int]] = []
    for number, ring in enumerate(around):
        room = MOST_READ - len(found)
        if room:
            found += [(each, number) for each in nearest(session, shelf, ring, room, _of_each(room, len(ring.codes)))]
    return found, len(found) == MOST_READ


def _of_each(room: int, many: int) -> int:
    """How many of one place or commodity are looked at, so that the many together come to little more than `room`."""
    return max(A_PAGE, 2 * room // max(1, many))


def _holding(session: Session, numbers: Sequence[int], words: Sequence[str]) -> set[int]:
    """Those of the jobs that hold one of the words."""
    holds = or_(*(column.contains(word, autoescape=True) for word in words for column in (Job.title, Job.description)))
    return set(session.scalars(select(Job.id).where(Job.id.in_(numbers), holds)))


def _with(session: Session, table: type[Any], numbers: Sequence[int], *columns: Any) -> Sequence[Any]:
    return session.execute(select(*columns).where(table.id.in_(numbers))).all()


def _ring_of(code: str, around: Sequence[Ring]) -> int:
    """The first ring that a division lies in."""
    for number, ring in enumerate(around):
        if code in ring.codes or (ring.area and within(code, ring.area)) or not (ring.codes or ring.area):
            return number
    return len(around) - 1
