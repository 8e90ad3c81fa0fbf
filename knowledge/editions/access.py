"""Which editions and pieces a member of staff may see and change; what he may not see is not there."""

from collections.abc import Iterator

from sqlalchemy import String, cast, exists, select
from sqlalchemy.orm import Session, aliased

from knowledge.editions.fields import ARTICLE, NOTICE, TABLES
from knowledge.imports.run import BROUGHT_IN
from knowledge.models.article import Article
from knowledge.models.audit import AuditEntry
from knowledge.models.edition import Edition
from knowledge.models.notice import Notice
from knowledge.staff.access import Actor, NotHere

# No row has a higher number, and the databases take none.
HIGHEST = 2**31 - 1
SUBJECT = "稿件"
WRITES, CHANGES = "写稿", "改稿"


def access_edition(session: Session, actor: Actor, number: int, *, locks: bool = False) -> Edition:
    """An edition of the actor's divisions; with `locks` nobody else changes it meanwhile. Raises NotHere."""
    lock = True if locks else None
    found = session.get(Edition, number, populate_existing=locks, with_for_update=lock) if number <= HIGHEST else None
    if found is None or not actor.covers(found.region_code):
        raise NotHere
    return found


def access_piece(session: Session, actor: Actor, kind: str, number: int, *, locks: bool = False) -> Article | Notice:
    """A piece of the actor's divisions; with `locks` nobody else changes it meanwhile. Raises NotHere."""
    found = _piece(session, kind, number, locks=locks)
    if found is None or not actor.covers(found.region_code):
        raise NotHere
    return found


def piece_of(session: Session, edition: Edition) -> Article | Notice:
    """The row that an edition is of."""
    found = _piece(session, edition.kind, edition.row_id, locks=False)
    if found is None:
        raise NotHere
    return found


def _piece(session: Session, kind: str, number: int, *, locks: bool) -> Article | Notice | None:
    lock = True if locks else None
    if number > HIGHEST:
        return None
    if kind == ARTICLE:
        return session.get(Article, number, populate_existing=locks, with_for_update=lock)
    if kind == NOTICE:
        return session.get(Notice, number, populate_existing=locks, with_for_update=lock)
    return None


def writers(session: Session, editions: list[Edition]) -> dict[int, set[int]]:
    """Who wrote in each edition, by its number: who began it, brought its text in as a file, and all who changed it."""
    found = {edition.id: {edition.made_by} - {None} for edition in editions}
    statement = select(AuditEntry.subject_id, AuditEntry.staff_id).where(
        AuditEntry.subject == SUBJECT,
        AuditEntry.subject_id.in_([str(number) for number in found]),
        AuditEntry.action.in_((WRITES, CHANGES)),
    )
    for number, staff_id in session.execute(statement):
        found[int(number)].add(staff_id)
    for edition_id, sender in _brought_in(session, list(found)):
        found[edition_id].add(sender)
    return found  # type: ignore[return-value]


def _brought_in(session: Session, numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Who brought the piece of each edition in as a file, until others have signed an edition of it."""
    earlier = aliased(Edition)
    signed = exists().where(
        earlier.kind == Edition.kind, earlier.row_id == Edition.row_id, earlier.published_at.is_not(None)
    )
    for kind, table in TABLES.items():
        statement = (
            select(Edition.id, AuditEntry.staff_id)
            .join(table, table.id == Edition.row_id)
            .join(AuditEntry, AuditEntry.subject_id == cast(table.import_run_id, String))
            .where(Edition.kind == kind, Edition.id.in_(numbers), ~signed)
            .where(AuditEntry.action == BROUGHT_IN, AuditEntry.staff_id.is_not(None))
        )
        for number, staff_id in session.execute(statement):
            yield number, staff_id or 0
