"""Where a row came from: the page, kept as it came, under the run that every row read from it names."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models.base import ImportRun
from knowledge.pages import Page
from knowledge.sources.base import Source


def run_of(session: Session, source: Source, page: Page) -> int:
    """The import run of a page, made once however often the same page comes."""
    same = select(ImportRun.id).where(ImportRun.file_name == page.url, ImportRun.sha256 == page.sha256)
    found = session.scalar(same.limit(1))
    if found is None:
        run = ImportRun(
            kind=source.kind,
            file_name=page.url,
            sha256=page.sha256,
            started_at=page.fetched_at,
            source=source.name,
        )
        session.add(run)
        session.flush()
        found = run.id
    return found
