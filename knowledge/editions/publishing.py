"""Publishing: what an edition says becomes what farmers are told, all of it in the caller's transaction."""

from datetime import date, datetime

from sqlalchemy import Select, Update, delete, select, update
from sqlalchemy.orm import Session

from knowledge import catalogue, questions
from knowledge.clock import local
from knowledge.editions import fields as fields_of
from knowledge.editions import likeness, personal
from knowledge.editions.access import SUBJECT, access_piece, piece_of
from knowledge.editions.drafts import READY
from knowledge.editions.fields import ARTICLE, KIND_NAMES, POLICY, Fields, Unfit
from knowledge.imports import articles, notices
from knowledge.models.article import Article
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.edition import ARCHIVED, DRAFT, PUBLISHED, SUPERSEDED, Edition, Remark, Signature
from knowledge.models.notice import Notice
from knowledge.refusal import Refused
from knowledge.staff import audit
from knowledge.staff.access import Actor

# In one transaction of the worker.
AT_ONCE = 100
# What the source of an article that came with the installation says.
UNREVIEWED = "未经审核"


def refuse_unfit(session: Session, kind: str, fields: Fields, today: date) -> None:
    """Raises Unfit, with the reason for staff, for what may not be published."""
    values = {"crops": [], **fields}
    if reason := articles.recommends_banned(values, catalogue.current(session), today):
        raise Unfit("body", f"不能发布：{reason}提醒农户不要用它，可以写。")
    if reason := personal.stops(fields_of.texts(fields)):
        raise Unfit("body", f"不能发布：{reason}")
    if fields["valid_to"] and fields["valid_to"] < today.isoformat():
        raise Unfit("valid_to", "不能发布：有效期已经过了。")
    if fields["date"] > today.isoformat():
        raise Unfit("date", "不能发布：日期在今天之后。要到日子才发，请填「到时候再发布」。")
    if UNREVIEWED in fields.get("source", ""):
        raise Unfit("source", f"不能发布：来源里还写着「{UNREVIEWED}」，请写上审的人认可的来源。")
    if fields["category"] == POLICY:
        for name in ("document_no", "valid_from"):
            if not fields.get(name):
                raise Unfit(name, f"不能发布：政策要写{fields_of.LABELS[name]}。")


def publish(session: Session, edition: Edition, actor: Actor | None, now: datetime) -> None:
    """Farmers are told this edition from now on; raises Unfit where it may not be.

    The one before is superseded; the reviewer is who signed last. Whoever asked what an article was written for is
    told. `actor` is None for the hour that had been set.
    """
    today = local(now).date()
    refuse_unfit(session, edition.kind, edition.fields, today)
    row = piece_of(session, edition)
    likeness.refuse_same(session, edition.kind, edition.fields, row.id)
    for name, value in fields_of.columns(edition.kind, edition.fields).items():
        setattr(row, name, value)
    row.status = "published"
    if isinstance(row, Notice):
        # Samples go with the first real notices.
        row.is_demo = False
    else:
        row.reviewer, row.reviewed_on = _signed(session, edition, today)
    session.execute(_others(edition).values(state=SUPERSEDED))
    edition.state, edition.published_at, edition.revision = PUBLISHED, now, edition.revision + 1
    session.flush()
    _index(session, row)
    audit.append(
        session, actor, "发布", SUBJECT, edition.id, now, title=row.title, kind=KIND_NAMES[edition.kind], row=row.id
    )
    if edition.kind == ARTICLE:
        questions.answer_waiting(session, row.id, actor, now)


def archive(session: Session, actor: Actor | None, row: Article | Notice, kind: str, now: datetime) -> None:
    """Takes a piece out of every answer and page, with the caller's commit."""
    row.status = "archived"
    _index(session, row)
    of_piece = update(Edition).where(Edition.kind == kind, Edition.row_id == row.id)
    session.execute(of_piece.where(Edition.state == PUBLISHED).values(state=ARCHIVED))
    audit.append(session, actor, "下线", KIND_NAMES[kind], row.id, now, title=row.title)


def take_down(session: Session, actor: Actor, kind: str, row_id: int, now: datetime) -> None:
    """A member of staff takes a piece of his divisions out; raises NotHere, Refused for one that is not published."""
    row = access_piece(session, actor, kind, row_id, locks=True)
    if row.status != "published":
        raise Refused("这一篇现在没有发布。")
    archive(session, actor, row, kind, now)


def is_anything_due(session: Session, now: datetime) -> bool:
    """Whether an edition's hour has come."""
    return session.scalar(_due(now).limit(1)) is not None


def publish_due(session: Session, now: datetime) -> int:
    """Publishes what was set for an hour that has come; what may not be any more goes back to its writer. How many."""
    due = _due(now).order_by(Edition.publish_at).limit(AT_ONCE)
    found = session.scalars(due.with_for_update(skip_locked=True)).all()
    for edition in found:
        try:
            publish(session, edition, None, now)
        except Refused as fault:
            _back(session, edition, str(fault), now)
    return len(found)


def archive_ended(session: Session, now: datetime) -> int:
    """Takes out articles whose last day has passed; how many."""
    ended = select(Article).where(Article.status == "published", Article.valid_to < local(now).date())
    found = session.scalars(ended.limit(AT_ONCE)).all()
    for row in found:
        archive(session, None, row, ARTICLE, now)
    return len(found)


def _due(now: datetime) -> Select[Edition]:
    return select(Edition).where(
        Edition.account_id == DEFAULT_ACCOUNT, Edition.state == READY, Edition.publish_at <= now
    )


def _back(session: Session, edition: Edition, reason: str, now: datetime) -> None:
    session.execute(delete(Signature).where(Signature.edition_id == edition.id))
    edition.state, edition.revision = DRAFT, edition.revision + 1
    session.add(Remark(edition_id=edition.id, staff_name="田讯", text=reason, returns=True, said_at=now))
    audit.append(session, None, "到时候没能发布，退回", SUBJECT, edition.id, now, reason=reason)


def _signed(session: Session, edition: Edition, today: date) -> tuple[str, date]:
    last = session.scalars(
        select(Signature).where(Signature.edition_id == edition.id).order_by(Signature.position.desc()).limit(1)
    ).one_or_none()
    return (last.staff_name, local(last.signed_at).date()) if last else ("", today)


def _others(edition: Edition) -> Update:
    of_piece = update(Edition).where(Edition.kind == edition.kind, Edition.row_id == edition.row_id)
    return of_piece.where(Edition.state == PUBLISHED, Edition.id != edition.id)


def _index(session: Session, row: Article | Notice) -> None:
    if isinstance(row, Article):
        articles.publish(session, row, catalogue.current(session))
    else:
        notices.publish(session, row)
