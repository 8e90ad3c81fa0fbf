"""One import from file to report: all of it in one transaction, or nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from knowledge.alerts import crossing
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.imports import articles, files, jobs, notices, prices, trades
from knowledge.imports.quotes import Sifted
from knowledge.imports.report import ImportRefused, Report
from knowledge.imports.terms import Terms
from knowledge.models.base import ImportRun
from knowledge.staff import audit
from knowledge.staff.access import Actor

# Reading comes first and locks nothing, so that messages are answered while a large file is being checked.
PRICES = "prices"
STEPS: dict[str, tuple[Callable[[Path, Terms], Any], Callable[[Session, Any, Terms, int | None], Report]]] = {
    PRICES: (prices.read, prices.write),
    "jobs": (jobs.read, jobs.write),
    "articles": (articles.read, articles.write),
    "notices": (notices.read, notices.write),
    "trades": (trades.read, trades.write),
}
KINDS = tuple(STEPS)
NAMES = {"prices": "价格", "jobs": "招工", "articles": "技术文章", "notices": "通知", "trades": "供求"}

# What the log calls it.
BROUGHT_IN = "导入"


class _DryRun(Exception):
    """Ends the transaction of a dry run without a trace."""


def import_path(
    store: Store,
    clock: Clock,
    kind: str,
    path: Path,
    *,
    draft: bool = False,
    dry_run: bool = False,
    actor: Actor | None = None,
    origin: str = "",
    most_rows: int | None = None,
) -> Report:
    """Imports `path` as one of KINDS; raises ImportRefused when it cannot be read, with nothing changed.

    With an `actor` articles and notices land inside his divisions alone, and the log says that he brought them in;
    `origin` is the web address that a file was made from. A file of more than `most_rows` is refused: whoever writes to
    an embedded store waits for an import, farmers' messages too.
    """
    if not path.exists():
        raise ImportRefused(f"{path}：没有这个文件。")
    read, write = STEPS[kind]
    terms = Terms(clock.now(), clock.today(), draft=draft, actor=actor)
    sha256, found = files.sha256(path), read(path, terms)
    _refuse_many(path, found, most_rows)
    report = Report()
    try:
        with store.writing() as session:
            run = ImportRun(kind=kind, file_name=origin or path.name, sha256=sha256, started_at=terms.now)
            session.add(run)
            session.flush()
            report = write(session, found, terms, run.id)
            if dry_run:
                raise _DryRun
            if actor:
                _log(session, actor, run, report)
            if not (report.new or report.changed or report.held):
                session.delete(run)
    except _DryRun:
        return report
    if kind == PRICES and not draft:
        crossing.at_once(store, clock)
    return report


def _refuse_many(path: Path, found: Any, most_rows: int | None) -> None:
    rows = found.report.read if isinstance(found, Sifted) else len(found)
    if most_rows is not None and rows > most_rows:
        raise ImportRefused(
            f"{path.name}：有 {rows} 行，这里一次最多 {most_rows} 行，请分成几个文件，或让技术员用命令导。"
            "没有导入任何内容。"
        )


def _log(session: Session, actor: Actor, run: ImportRun, report: Report) -> None:
    counts = {"new": report.new, "changed": report.changed, "held": report.held}
    audit.append(session, actor, BROUGHT_IN, NAMES[run.kind], run.id, run.started_at, file=run.file_name, **counts)


def load(session: Session, kind: str, path: Path, terms: Terms) -> Report:
    """Reads and stores a file that belongs to the product, as part of the caller's transaction."""
    read, write = STEPS[kind]
    return write(session, read(path, terms), terms, None)
