"""Posts of jobs and of trade as staff see and decide them: each those of his divisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from knowledge.desk import deciding
from knowledge.imports.names import Names
from knowledge.imports.report import Report
from knowledge.models.decision import Decision
from knowledge.models.job import Job
from knowledge.models.outbox import Owed
from knowledge.models.staff import TOWNSHIP
from knowledge.models.trade import TradePost
from knowledge.moderation import accused, bans, showing
from knowledge.moderation.holding import ACCUSED, words
from knowledge.privacy import masked
from knowledge.refusal import Refused
from knowledge.staff import audit
from knowledge.staff.access import Actor, NotHere, require

A_PAGE = 50
JOB, TRADE = "job", "trade_post"
DRAFT, APPROVED, REJECTED = "draft", "approved", "rejected"
_TABLES: dict[str, Any] = {JOB: Job, TRADE: TradePost}
# What a post becomes once nobody is wanted, or nothing is left, and how that is said.
_OVER = {JOB: ("filled", "已招满"), TRADE: ("closed", "已卖完")}
STATES = {
    "draft": "等审核", "approved": "已发布", "rejected": "没通过", "filled": "已招满", "closed": "已卖完",
    "withdrawn": "已撤下",
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """One post in words; phones are masked unless somebody asked to see them."""

    kind: str
    id: int
    title: str
    lines: tuple[str, ...]
    status: str
    held_for: str
    posted_at: datetime
    expires_at: datetime


class Past(NamedTuple):
    """What else came from the same phone: how many posts of each status."""

    counts: dict[str, int]
    total: int


def queue(session: Session, actor: Actor, kind: str, status: str, before: int | None, now: datetime) -> list[Shown]:
    """Posts of one status that have not expired, the newest first, but what readers accuse before all others.

    Raises NotHere for who has no queue.
    """
    require(actor, TOWNSHIP)
    table = _table(kind)
    statement = select(table).where(table.status == status, table.expires_at > now, actor.where(table.region_code))
    is_accused = (table.status == DRAFT) & table.held_for.startswith(ACCUSED)
    older = statement.where(~is_accused)
    first = [] if before else session.scalars(statement.where(is_accused).order_by(table.id.desc())).all()
    rows = session.scalars(
        (older.where(table.id < before) if before else older).order_by(table.id.desc()).limit(A_PAGE)
    )
    return [shown(session, row) for row in (*first, *rows)]


def counts(session: Session, actor: Actor, now: datetime) -> dict[str, int]:
    """How many posts of each kind wait."""
    return {
        kind: session.scalar(
            select(func.count()).where(table.status == DRAFT, table.expires_at > now, actor.where(table.region_code))
        )
        or 0
        for kind, table in _TABLES.items()
    }


def access_post(session: Session, actor: Actor, kind: str, number: int, *, to_decide: bool = False) -> Any:
    """The post of this number, nobody else's to decide meanwhile; raises NotHere where it is not there or not his."""
    require(actor, TOWNSHIP)
    found = session.get(_table(kind), number, with_for_update=to_decide)
    if found is None or not actor.covers(found.region_code):
        raise NotHere
    return found


def shown(session: Session, row: Job | TradePost, *, whole: bool = False) -> Shown:
    """A post in words."""
    kind = _kind(row)
    title, lines = showing.job(row) if isinstance(row, Job) else showing.trade(session, row)
    said = (lambda text: text) if whole else masked
    texts = tuple(said(line) for line in lines if line)
    return Shown(kind, row.id, said(title), texts, row.status, said(row.held_for), row.posted_at, row.expires_at)


def show_phone(session: Session, actor: Actor, kind: str, number: int, now: datetime) -> Shown:
    """A post with its phone as it is; that it was looked at is written down. Raises NotHere."""
    row = access_post(session, actor, kind, number)
    audit.append(session, actor, "看电话", "招工" if kind == JOB else "买卖信息", number, now)
    return shown(session, row, whole=True)


def past(session: Session, row: Job | TradePost) -> Past:
    """What else came from the same phone or person, in both kinds; nothing where it names neither."""
    found: dict[str, int] = {}
    for table in _TABLES.values() if row.phone or row.person_id else ():
        same = or_(
            and_(table.phone == row.phone, table.phone != ""),
            and_(table.person_id == row.person_id, table.person_id.is_not(None)),
        )
        of = select(table.status, func.count()).where(same).group_by(table.status)
        for status, count in session.execute(of):
            found[status] = found.get(status, 0) + count
    # The post itself is no history.
    if found:
        found[row.status] -= 1
    return Past({status: count for status, count in found.items() if count}, sum(found.values()))


def decisions(session: Session, kind: str, number: int) -> Sequence[Decision]:
    """What was decided on a post, oldest first."""
    return deciding.of(session, kind, [number])[number]


def approve(session: Session, actor: Actor, kind: str, number: int, reason: str, now: datetime) -> None:
    """Makes a post public; raises NotHere, and Refused for one that does not wait or has expired."""
    row = access_post(session, actor, kind, number, to_decide=True)
    if row.status not in (DRAFT, REJECTED):
        raise Refused("这条已经处理过了。")
    if row.expires_at <= now:
        raise Refused("这条已经过期，不能再发布。")
    if bans.Bans(session).why(row.phone, words(row)):
        raise Refused("它的电话已经封号，县里解除封号以后才能发布。")
    if kind == TRADE and row.commodity_id is None:
        row.commodity_id = Names(session, Report()).commodity(row.goods)
    _decide(session, actor, row, kind, APPROVED, deciding.APPROVED, reason, now)


def reject(session: Session, actor: Actor, kind: str, number: int, reason: str, now: datetime) -> None:
    """Keeps a post from being public, or takes it out of sight; raises NotHere and Refused."""
    row = access_post(session, actor, kind, number, to_decide=True)
    if row.status not in (DRAFT, APPROVED):
        raise Refused("这条已经处理过了。")
    verdict = deciding.REJECTED if row.status == DRAFT else deciding.ENDED
    _decide(session, actor, row, kind, REJECTED, verdict, reason, now)


def take_down(session: Session, actor: Actor, row: Any, reason: str, now: datetime) -> None:
    """Takes a public post, which is the caller's to decide, out of sight wherever it is of, and tells its sender."""
    _decide(session, actor, row, _kind(row), REJECTED, deciding.ENDED, reason, now)


def end(session: Session, actor: Actor, kind: str, number: int, now: datetime) -> str:
    """Takes a public post out of sight since nobody is wanted or nothing is left; returns how that is said."""
    row = access_post(session, actor, kind, number, to_decide=True)
    if row.status != APPROVED:
        raise Refused("这条现在没有发布。")
    row.status, words = _OVER[kind]
    deciding.decided(session, actor, kind, number, words, words, now, 标题=shown(session, row).title)
    return words


def _decide(
    session: Session, actor: Actor, row: Any, kind: str, status: str, verdict: str, reason: str, now: datetime
) -> None:
    detail = {"标题": shown(session, row).title, **({"规则": masked(row.held_for)} if row.held_for else {})}
    made = deciding.decided(session, actor, kind, row.id, verdict, reason, now, **detail)
    row.status = status
    accused.settle(session, kind, row)
    sender = _sender(row)
    if sender is not None:
        told = f"您发的「{detail['标题']}」{'已经发布' if status == APPROVED else '没有通过'}：{made.reason}"
        session.add(Owed(person_id=sender, cause=f"decision:{made.id}", text=told, created_at=now))


def _sender(row: Any) -> int | None:
    """Whoever wrote the post himself and is told of the decision; what was imported has nobody."""
    found: int | None = getattr(row, "person_id", None)
    return found


def tables() -> tuple[Any, ...]:
    """Where posts are kept."""
    return tuple(_TABLES.values())


def _kind(row: Job | TradePost) -> str:
    return JOB if isinstance(row, Job) else TRADE


def _table(kind: str) -> Any:
    if kind not in _TABLES:
        raise NotHere
    return _TABLES[kind]
