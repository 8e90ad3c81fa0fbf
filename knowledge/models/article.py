"""Technique articles."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import JSON, ColumnElement, Date, ForeignKey, Index, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.models.base import AccountId, Base, Id


class Article(Base):
    """One article in Markdown; `reviewer` is empty for one that nobody has signed."""

    __tablename__ = "article"
    __table_args__ = (
        UniqueConstraint("account_id", "source", "title"),
        Index("ix_article_date", "account_id", "status", "date", "id"),
        Index("ix_article_category", "account_id", "status", "category", "date", "id"),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    title: Mapped[str]
    category: Mapped[str]
    crops: Mapped[list[str]] = mapped_column(JSON)
    problems: Mapped[list[str]] = mapped_column(JSON)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    body: Mapped[str] = mapped_column(Text)
    source: Mapped[str]
    date: Mapped[datetime.date] = mapped_column(Date)
    reviewer: Mapped[str] = mapped_column(default="")
    reviewed_on: Mapped[datetime.date | None] = mapped_column(Date)
    # The last day on which it answers.
    valid_to: Mapped[datetime.date | None] = mapped_column(Date)
    # draft, review, published or archived: only published ones answer.
    status: Mapped[str] = mapped_column(default="published")
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))


class Titled(NamedTuple):
    """What a link to an article needs."""

    id: int
    title: str


def answering(today: datetime.date) -> ColumnElement[bool]:
    """The condition that an article is published and its last day has not passed."""
    return (Article.status == "published") & (Article.valid_to.is_(None) | (Article.valid_to >= today))


def published(session: Session, today: datetime.date) -> list[Article]:
    """All articles that answer, by category and title."""
    statement = select(Article).where(answering(today)).order_by(Article.category, Article.title)
    return list(session.scalars(statement))


def one_published(session: Session, number: int, today: datetime.date) -> Article | None:
    """The article, unless it is not to be seen."""
    return session.scalars(select(Article).where(Article.id == number, answering(today))).one_or_none()


def about(session: Session, crops: Sequence[str], numbers: Sequence[int], today: datetime.date) -> list[Titled]:
    """Those of the articles that answer and are on any of these crops, in the order of their numbers here."""
    statement = select(Article.id, Article.title, Article.crops).where(Article.id.in_(numbers), answering(today))
    found = {row.id: Titled(row.id, row.title) for row in session.execute(statement) if set(crops) & set(row.crops)}
    return [found[number] for number in numbers if number in found]


def ended(session: Session, numbers: Sequence[int], today: datetime.date) -> set[int]:
    """Those of the articles whose last day has passed, though they are in the index still."""
    return set(session.scalars(select(Article.id).where(Article.id.in_(numbers), Article.valid_to < today)))
