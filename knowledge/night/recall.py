"""Taking back what a source has published: out of sight at once, and told to whoever read it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from knowledge import corrections
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.imports.held import RECALLED as IN_WORDS
from knowledge.models.base import ImportRun
from knowledge.models.source import DONE, RECALLED, SourceRun
from knowledge.night import rewind, sites, takedown


@dataclass(frozen=True)
class Recalled:
    """What was taken back: quotes that went, quotes that say what they said before, texts and nights; and who hears."""

    removed: int
    restored: int
    taken_down: int
    nights: int
    people: int

    def __str__(self) -> str:
        return (
            f"删去报价 {self.removed} 条，恢复原价 {self.restored} 条，下架文章、通知、招工 {self.taken_down} 条，"
            f"涉及 {self.nights} 次抓取；{self.people} 人会收到更正"
        )


class _DryRun(Exception):
    """Ends the transaction of a dry run without a trace."""


def recall(
    store: Store, clock: Clock, source: str, since: datetime, reason: str = "", *, dry_run: bool = False
) -> Recalled:
    """Takes back all that the source's pages brought since then, in one transaction; raises UnknownSource."""
    try:
        with store.writing() as session:
            found = take_back(session, source, since, reason, clock.now())
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return found


def take_back(session: Session, source: str, since: datetime, reason: str, now: datetime) -> Recalled:
    """The same as part of the caller's transaction; raises UnknownSource."""
    _check_known(session, source)
    prices = rewind.rewind(session, source, since, now)
    taken_down, told = takedown.take_down(session, source, since, now)
    nights = _mark(session, source, since, reason)
    people = corrections.owe(session, [*prices.told, *told], now)
    return Recalled(prices.removed, prices.restored, taken_down, nights, people)


def _check_known(session: Session, source: str) -> None:
    """One that staff have removed is known by what it brought."""
    if session.scalar(select(ImportRun.id).where(ImportRun.source == source).limit(1)) is None:
        sites.chosen(session, [source])


def _mark(session: Session, source: str, since: datetime, reason: str) -> int:
    """The nights that count as good no longer."""
    ended = func.coalesce(SourceRun.finished_at, SourceRun.started_at)
    marked = session.execute(
        update(SourceRun)
        .where(SourceRun.source == source, SourceRun.state == DONE, ended >= since)
        .values(state=RECALLED, reason=f"{IN_WORDS}：{reason}"[:500] if reason else IN_WORDS)
        .execution_options(synchronize_session=False)
    )
    return int(marked.rowcount)  # type: ignore[attr-defined]
