"""Passages: the one search index over everything that is written to be found."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Index, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.models.base import AccountId, Base, Id


class Passage(Base):
    """A part of an article or notice that can answer by itself; token columns hold our own tokens."""

    __tablename__ = "passage"
    __table_args__ = (
        UniqueConstraint("kind", "row_id", "position"),
        Index("ix_passage_account_kind", "account_id", "kind"),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    kind: Mapped[str]
    row_id: Mapped[int]
    position: Mapped[int]
    title: Mapped[str]
    heading: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    subject_tokens: Mapped[str] = mapped_column(Text)
    body_tokens: Mapped[str] = mapped_column(Text)


class SearchTerm(Base):
    """In how many passages a token stands: what makes a word rare."""

    __tablename__ = "search_term"

    term: Mapped[str] = mapped_column(primary_key=True)
    passages: Mapped[int]


class Part(NamedTuple):
    """A passage as search reads it: hundreds for one question, so no mapped objects."""

    id: int
    kind: str
    row_id: int
    position: int
    title: str
    heading: str
    text: str
    subject_tokens: str
    body_tokens: str


_PARTS = select(*(Passage.__table__.c[name] for name in Part._fields))
_id, _kind, _row_id = (Passage.__table__.c[name] for name in ("id", "kind", "row_id"))


def of(session: Session, kind: str, row_id: int) -> list[Part]:
    """All parts of one text, in its own order."""
    statement = _PARTS.where(_kind == kind, _row_id == row_id).order_by(Passage.position)
    return [Part(*row) for row in session.connection().execute(statement)]


def with_ids(session: Session, ids: Sequence[int]) -> list[Part]:
    """The passages of these ids, in no order."""
    return [Part(*row) for row in session.connection().execute(_PARTS.where(_id.in_(ids)))]
