"""One import from file to report: all of it in one transaction, or nothing."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.imports import articles, files, jobs, notices, prices, trades
from knowledge.imports.report import ImportRefused, Report
from knowledge.models.base import ImportRun

KINDS = ("prices", "jobs", "articles", "notices", "trades")


class _DryRun(Exception):
    """Ends the transaction of a dry run without a trace."""


def import_path(
    store: Store, clock: Clock, kind: str, path: Path, *, draft: bool = False, dry_run: bool = False
) -> Report:
    """Imports `path` as one of KINDS; raises ImportRefused when it cannot be read, with nothing changed."""
    if not path.exists():
        raise ImportRefused(f"{path}：没有这个文件。")
    report = Report()
    try:
        with store.writing() as session:
            run = ImportRun(kind=kind, file_name=path.name, sha256=files.sha256(path), started_at=clock.now())
            session.add(run)
            session.flush()
            report = _loader(kind, clock, draft)(session, path, run.id)
            if dry_run:
                raise _DryRun
            if not (report.new or report.changed or report.held):
                session.delete(run)
    except _DryRun:
        pass
    return report


def _loader(kind: str, clock: Clock, draft: bool) -> Callable[[Session, Path, int], Report]:
    today = clock.today()
    return {
        "prices": lambda session, path, run: prices.load(session, path, clock.now(), today, run),
        "jobs": lambda session, path, run: jobs.load(session, path, today, run, draft),
        "articles": lambda session, path, run: articles.load(session, path, today, run, draft),
        "notices": lambda session, path, run: notices.load(session, path, today, run, draft),
        "trades": lambda session, path, run: trades.load(session, path, today, run, draft),
    }[kind]
