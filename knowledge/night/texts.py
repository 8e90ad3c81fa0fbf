"""Notices, articles and jobs of the night: each page's rows go in as a file of their kind would."""

import csv
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from knowledge.imports.held import RECALLED
from knowledge.imports.jobs import COLUMNS as JOB_COLUMNS
from knowledge.imports.report import ImportRefused, Report
from knowledge.imports.run import STEPS
from knowledge.imports.terms import Terms
from knowledge.night import takedown
from knowledge.night.gather import Read
from knowledge.night.provenance import run_of
from knowledge.sources.base import LayoutChanged, Row, Source


def take_in(session: Session, source: Source, pages: list[Read], terms: Terms) -> Report:
    """Stores the rows as part of the caller's transaction; raises LayoutChanged where an import would refuse them.

    What was taken down stays down. All pages are read before anything is written: names created and then rolled back
    would live on in memory.
    """
    whole, down = Report(), takedown.down(session, source.kind)
    found = []
    for read in pages:
        rows = [row for row in read.reading.rows if takedown.key(source.kind, row) not in down]
        if rows:
            found.append((read, _found(source.kind, read, rows, terms)))
        for row in read.reading.rows:
            if takedown.key(source.kind, row) in down:
                whole.read += 1
                whole.hold(row["title"], RECALLED)
    for read, taken in found:
        whole.add(_stored(session, source, read, taken, terms))
    return whole


def _found(kind: str, read: Read, rows: Sequence[Row], terms: Terms) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = _written(Path(folder), kind, rows)
        try:
            return STEPS[kind][0](path, terms)
        except ImportRefused as fault:
            raise LayoutChanged(f"{read.page.url}：{str(fault).splitlines()[0]}") from None


def _stored(session: Session, source: Source, read: Read, rows: Any, terms: Terms) -> Report:
    """The page's rows; a page that brings nothing new leaves no run behind."""
    with session.begin_nested() as attempt:
        report = STEPS[source.kind][1](session, rows, terms, run_of(session, source, read.page))
        if not (report.new or report.changed or report.held):
            attempt.rollback()
    return report


def _written(folder: Path, kind: str, rows: Sequence[Row]) -> Path:
    """The rows as a file that staff could have brought."""
    if kind == "jobs":
        path = folder / "jobs.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, JOB_COLUMNS)
            table.writeheader()
            table.writerows({column: row.get(column, "") for column in JOB_COLUMNS} for row in rows)
        return path
    path = folder / f"{kind}.jsonl"
    path.write_text("".join(json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path
