"""One import from file to report: all of it in one transaction, or nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.imports import articles, files, jobs, notices, prices, trades
from knowledge.imports.report import ImportRefused, Report
from knowledge.imports.terms import Terms
from knowledge.models.base import ImportRun

# Reading comes first and locks nothing, so that messages are answered while a large file is being checked.
STEPS: dict[str, tuple[Callable[[Path, Terms], Any], Callable[[Session, Any, Terms, int | None], Report]]] = {
    "prices": (prices.read, prices.write),
    "jobs": (jobs.read, jobs.write),
    "articles": (articles.read, articles.write),
    "notices": (notices.read, notices.write),
    "trades": (trades.read, trades.write),
}
KINDS = tuple(STEPS)


class _DryRun(Exception):
    """Ends the transaction of a dry run without a trace."""


def import_path(
    store: Store, clock: Clock, kind: str, path: Path, *, draft: bool = False, dry_run: bool = False
) -> Report:
    """Imports `path` as one of KINDS; raises ImportRefused when it cannot be read, with nothing changed."""
    if not path.exists():
        raise ImportRefused(f"{path}：没有这个文件。")
    read, write = STEPS[kind]
    terms = Terms(clock.now(), clock.today(), draft=draft)
    sha256, found = files.sha256(path), read(path, terms)
    report = Report()
    try:
        with store.writing() as session:
            run = ImportRun(kind=kind, file_name=path.name, sha256=sha256, started_at=terms.now)
            session.add(run)
            session.flush()
            report = write(session, found, terms, run.id)
            if dry_run:
                raise _DryRun
            if not (report.new or report.changed or report.held):
                session.delete(run)
    except _DryRun:
        pass
    return report


def load(session: Session, kind: str, path: Path, terms: Terms) -> Report:
    """Reads and stores a file that belongs to the product, as part of the caller's transaction."""
    read, write = STEPS[kind]
    return write(session, read(path, terms), terms, None)
