"""The pages of one source: each fetched once a night, kept as it came, and read."""

import time
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.db import Store
from knowledge.fetch import Fetched, Fetcher, Kept, NotFetched
from knowledge.models.source import Fetch, KeptPage
from knowledge.pages import Ask, Page
from knowledge.sources.base import LayoutChanged, Reading, Source
from knowledge.upsert import insert_into

MOST_PAGES, MOST_SECONDS = 1_000, 1_800.0


@dataclass(frozen=True)
class Read:
    """A page and what stands on it."""

    page: Page
    reading: Reading


class Gathering:
    """What one run of one source fetches; a run that was cut off goes on with the pages that it has."""

    def __init__(self, store: Store, fetcher: Fetcher, source: Source, run_id: int) -> None:
        self._store, self._fetcher, self._source, self._run_id = store, fetcher, source, run_id

    def pages(self, first: date, last: date, told: Callable[[int], None]) -> list[Read]:
        """Every page of these days, read; `told` hears how many there are so far.

        Raises NotFetched where a page cannot be had, LayoutChanged where one cannot be believed. A page that a list
        leads to, and that is gone for good, is left out.
        """
        waiting = deque(self._source.asks(first, last))
        lists, seen = set(waiting), set(waiting)
        found: list[Read] = []
        until = time.monotonic() + MOST_SECONDS
        while waiting:
            ask = waiting.popleft()
            if len(found) >= MOST_PAGES or time.monotonic() > until:
                raise LayoutChanged(f"读了 {len(found)} 页还没有完")
            try:
                page = self._page(ask)
            except NotFetched as fault:
                if ask in lists or not fault.permanent or ask.part != "page":
                    raise
                continue
            reading = self._source.read(page, first, last)
            found.append(Read(page, reading))
            told(len(found))
            fresh = [further for further in reading.asks if further not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
        return found

    def _page(self, ask: Ask) -> Page:
        with self._store.reading() as session:
            before = self._fetched(session, ask)
            kept = _kept(session, before) if before else None
        if before and kept and before.source_run_id == self._run_id:
            return Page(ask, kept.url, kept.content_type, kept.body, before.fetched_at)
        page = self._fetcher.get(ask, kept)
        self._keep(page)
        return page

    def _fetched(self, session: Session, ask: Ask) -> Fetch | None:
        mine = select(Fetch).where(Fetch.source == self._source.name, Fetch.ask == ask.key)
        return session.scalars(mine).first()

    def _keep(self, page: Fetched) -> None:
        """The page and where it was found, durable before the next one is asked for."""
        with self._store.writing(changes_answers=False) as session:
            # Two sites may bring the same page in one moment.
            kept = {
                "sha256": page.sha256,
                "content_type": page.content_type,
                "body": zlib.compress(page.body),
                "fetched_at": page.fetched_at,
            }
            session.execute(insert_into(session, KeptPage).values(kept).on_conflict_do_nothing())
            row = self._fetched(session, page.ask) or Fetch(source=self._source.name, ask=page.ask.key)
            row.url, row.sha256, row.fetched_at, row.source_run_id = (
                page.url, page.sha256, page.fetched_at, self._run_id,
            )  # fmt: skip
            row.etag, row.last_modified = page.etag, page.last_modified
            session.add(row)


def _kept(session: Session, fetch: Fetch) -> Kept | None:
    page = session.get(KeptPage, fetch.sha256)
    if page is None:
        return None
    return Kept(fetch.etag, fetch.last_modified, fetch.url, page.content_type, zlib.decompress(page.body))


def rows_of(pages: list[Read]) -> int:
    """How many rows the pages hold, with and without a price."""
    return sum(len(read.reading.rows) + read.reading.unpriced for read in pages)
