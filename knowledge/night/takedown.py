"""A source's notices, articles and jobs taken down: kept, but shown and found no longer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import corrections, search
from knowledge.clock import local
from knowledge.corrections import Wrong
from knowledge.models.article import Article
from knowledge.models.base import ImportRun
from knowledge.models.job import Job
from knowledge.models.notice import Notice
from knowledge.pushes import dropping


@dataclass(frozen=True)
class _Kind:
    """How one kind of text is named in replies and in Chinese, and what its status is once it is down."""

    table: Any
    name: str
    word: str
    down: str
    # The columns of a fetched row that make it the same text, and what they are of a stored one.
    columns: tuple[str, ...]
    stored: Callable[[Any], tuple[str, ...]]
    source: Callable[[Any], str]


_KINDS = {
    "notices": _Kind(
        Notice, "notice", "通知", "archived", ("publisher", "title", "date"),
        lambda row: (row.publisher, row.title, row.date.isoformat()), lambda row: str(row.publisher),
    ),
    "articles": _Kind(
        Article, "article", "文章", "archived", ("source", "title"),
        lambda row: (row.source, row.title), lambda row: str(row.source),
    ),
    "jobs": _Kind(
        Job, "job", "招工", "withdrawn", ("employer", "title", "place", "posted"),
        lambda row: (row.employer, row.title, row.place, local(row.posted_at).date().isoformat()),
        lambda row: str(row.source),
    ),
}  # fmt: skip


def take_down(
    session: Session, source: str, since: datetime, now: datetime
) -> tuple[int, list[tuple[Wrong, set[int]]]]:
    """Takes down what the source brought since then; how many texts, and who was told of them."""
    count, told = 0, []
    for kind in _KINDS.values():
        found = _brought(session, kind, source, since)
        dropping.resting_on(session, kind.name, [row.id for row, _ in found], now)
        people = corrections.readers(session, kind.name, {row.id: moment for row, moment in found})
        for row, moment in found:
            row.status = kind.down
            search.remove(session, kind.name, row.id)
            if people.get(row.id):
                told.append((Wrong(f"{kind.word}「{row.title}」已撤回", kind.source(row), moment), people[row.id]))
        count += len(found)
    return count, told


def down(session: Session, kind: str) -> set[tuple[str, ...]]:
    """The keys of the texts of this kind that are down."""
    of = _KINDS[kind]
    return {of.stored(row) for row in session.scalars(select(of.table).where(of.table.status == of.down))}


def key(kind: str, row: Mapping[str, str]) -> tuple[str, ...]:
    """What tells a fetched row from every other text of its kind."""
    return tuple(row[column].strip() for column in _KINDS[kind].columns)


def _brought(session: Session, kind: _Kind, source: str, since: datetime) -> list[tuple[Any, datetime]]:
    statement = (
        select(kind.table, ImportRun.started_at)
        .join(ImportRun, ImportRun.id == kind.table.import_run_id)
        .where(ImportRun.source == source, ImportRun.started_at >= since, kind.table.status != kind.down)
        .order_by(kind.table.id)
    )
    return [(row, moment) for row, moment in session.execute(statement)]
