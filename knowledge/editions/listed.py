"""The pieces of one's divisions, newest first, by title, state and place."""

from typing import NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from knowledge.editions.access import HIGHEST
from knowledge.editions.drafts import OPEN, READY
from knowledge.editions.fields import TABLES
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.edition import DRAFT, REVIEW, Edition
from knowledge.models.region import significant
from knowledge.staff.access import Actor

A_PAGE = 50
_MOST_WORDS = 5
STATES = {"published": "已发布", "archived": "已下线", DRAFT: "草稿", REVIEW: "在审", READY: "等时间发布"}


class Listed(NamedTuple):
    """A piece, its own state, and the state of the edition that is open, if one is."""

    row_id: int
    title: str
    category: str
    region_code: str | None
    status: str
    open_state: str


def listed(
    session: Session, actor: Actor, kind: str, words: str, state: str, region: str, before: int | None
) -> list[Listed]:
    """At most a page of pieces below number `before` whose title holds the words, in a state and a division."""
    table = TABLES[kind]
    statement = select(table.id, table.title, table.category, table.region_code, table.status)
    statement = statement.where(actor.where(table.region_code)).order_by(table.id.desc()).limit(A_PAGE)
    if before:
        statement = statement.where(table.id < min(before, HIGHEST))
    for word in words.split()[:_MOST_WORDS]:
        statement = statement.where(table.title.contains(word, autoescape=True))
    if region:
        statement = statement.where(table.region_code.startswith(significant(region), autoescape=True))
    if state in OPEN:
        of_pieces = select(Edition.row_id).where(
            Edition.account_id == DEFAULT_ACCOUNT, Edition.state == state, Edition.kind == kind
        )
        # An import brings drafts that have no edition yet.
        bare = and_(table.status == state, table.id.not_in(select(Edition.row_id).where(Edition.kind == kind)))
        statement = statement.where(or_(table.id.in_(of_pieces), bare))
    elif state in STATES:
        statement = statement.where(table.status == state)
    rows = session.execute(statement).all()
    written = _open(session, kind, [row.id for row in rows])
    return [Listed(*row, written.get(row.id, "")) for row in rows]


def _open(session: Session, kind: str, numbers: list[int]) -> dict[int, str]:
    statement = select(Edition.row_id, Edition.state).where(
        Edition.kind == kind, Edition.row_id.in_(numbers), Edition.state.in_(OPEN)
    )
    return {row.row_id: row.state for row in session.execute(statement)}
