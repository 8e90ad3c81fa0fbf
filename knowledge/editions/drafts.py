"""Drafts: begun, changed and begun anew from what is published; farmers see none of it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge import catalogue
from knowledge.editions import fields as fields_of
from knowledge.editions.access import (
    CHANGES,
    SUBJECT,
    WRITES,
    access_edition,
    access_piece,
    piece_of,
)
from knowledge.editions.fields import TABLES, Fields
from knowledge.editions.likeness import refuse_same
from knowledge.models.article import Article
from knowledge.models.edition import ARCHIVED, DRAFT, PUBLISHED, REVIEW, Edition
from knowledge.models.notice import Notice
from knowledge.refusal import Refused
from knowledge.staff import audit
from knowledge.staff.access import Actor

# Signed by all, and waiting for its hour.
READY = "ready"
OPEN = (DRAFT, REVIEW, READY)


class Overtaken(Refused):
    """Somebody else has changed the edition meanwhile; `edition` is what stands there now."""

    def __init__(self, edition: Edition) -> None:
        super().__init__("您打开以后别人改过这一篇。您写的都还在，请对照上面别人改的，合好再存。")
        self.edition = edition


def begin(
    session: Session, actor: Actor, kind: str, fields: Fields, publish_at: datetime | None, now: datetime
) -> Edition:
    """A new piece: a row that answers nobody, and its first edition. Raises Refused where it is there already."""
    refuse_same(session, kind, fields, None)
    row = TABLES[kind](**fields_of.columns(kind, fields), status="draft")
    session.add(row)
    session.flush()
    return _added(session, actor, kind, row.id, fields, publish_at, now, WRITES)


def save(
    session: Session,
    actor: Actor,
    number: int,
    revision: int,
    fields: Fields,
    publish_at: datetime | None,
    now: datetime,
) -> Edition:
    """Keeps what was typed over `revision`; raises Overtaken where that is not the newest, Refused where none may."""
    edition = access_edition(session, actor, number, locks=True)
    if edition.revision != revision:
        raise Overtaken(edition)
    if edition.state != DRAFT:
        raise Refused("这一版已经送审了，要改先撤回。")
    row = piece_of(session, edition)
    refuse_same(session, edition.kind, fields, row.id)
    edition.fields, edition.publish_at, edition.changed_at = fields, publish_at, now
    edition.region_code = fields_of.division(fields, catalogue.current(session))
    edition.revision += 1
    if row.status == "draft":
        _copy(row, edition.kind, fields)
    audit.append(session, actor, CHANGES, SUBJECT, edition.id, now, title=fields["title"])
    return edition


def renew(session: Session, actor: Actor, kind: str, row_id: int, now: datetime) -> Edition:
    """The edition in which the piece is written on: the one that is open, else a new one of what is published."""
    row = access_piece(session, actor, kind, row_id, locks=True)
    found = editions(session, kind, row_id)
    if found and found[0].state in OPEN:
        return access_edition(session, actor, found[0].id)
    if not found:
        _as_imported(session, kind, row, now)
    # A draft that was put away says nothing while something is published.
    fields = next((each.fields for state in (PUBLISHED, ARCHIVED) for each in found if each.state == state), None)
    return _added(session, actor, kind, row_id, fields or fields_of.of_row(kind, row), None, now, WRITES)


def restore(session: Session, actor: Actor, number: int, now: datetime) -> Edition:
    """A new draft that says what an older edition said; raises Refused while another is open."""
    older = access_edition(session, actor, number)
    access_piece(session, actor, older.kind, older.row_id, locks=True)
    if editions(session, older.kind, older.row_id)[0].state in OPEN:
        raise Refused("这一篇还有没发布的稿子，先把它写完或撤掉。")
    return _added(session, actor, older.kind, older.row_id, older.fields, None, now, WRITES)


def drop(session: Session, actor: Actor, number: int, now: datetime) -> Edition:
    """Puts a draft away; what is published stays. Raises Refused for one that is no draft."""
    edition = access_edition(session, actor, number, locks=True)
    if edition.state != DRAFT:
        raise Refused("只有草稿能作废。")
    edition.state, edition.revision = ARCHIVED, edition.revision + 1
    row = piece_of(session, edition)
    if row.status == "draft":
        row.status = "archived"
    audit.append(session, actor, "作废草稿", SUBJECT, edition.id, now, title=edition.fields["title"])
    return edition


def editions(session: Session, kind: str, row_id: int) -> list[Edition]:
    """All editions of a piece, newest first."""
    statement = select(Edition).where(Edition.kind == kind, Edition.row_id == row_id).order_by(Edition.number.desc())
    return list(session.scalars(statement))


def _added(
    session: Session,
    actor: Actor | None,
    kind: str,
    row_id: int,
    fields: Fields,
    publish_at: datetime | None,
    now: datetime,
    action: str,
) -> Edition:
    newest = session.scalar(select(func.max(Edition.number)).where(Edition.kind == kind, Edition.row_id == row_id))
    edition = Edition(
        kind=kind,
        row_id=row_id,
        number=(newest or 0) + 1,
        fields=fields,
        region_code=fields_of.division(fields, catalogue.current(session)),
        made_by=actor.id if actor else None,
        made_at=now,
        changed_at=now,
        publish_at=publish_at,
    )
    session.add(edition)
    session.flush()
    audit.append(session, actor, action, SUBJECT, edition.id, now, title=fields["title"], number=edition.number)
    return edition


def _as_imported(session: Session, kind: str, row: Article | Notice, now: datetime) -> None:
    """What an import brought becomes the first edition, so that it can be come back to."""
    first = _added(session, None, kind, row.id, fields_of.of_row(kind, row), None, now, "记下导入的原文")
    first.state = PUBLISHED if row.status == "published" else ARCHIVED
    session.flush()


def _copy(row: Article | Notice, kind: str, fields: Fields) -> None:
    for name, value in fields_of.columns(kind, fields).items():
        setattr(row, name, value)
