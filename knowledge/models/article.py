"""Technique articles."""

import datetime
from collections.abc import Sequence

from sqlalchemy import JSON, Date, ForeignKey, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.models.base import AccountId, Base, Id


class Article(Base):
    """One article in Markdown; `reviewer` is empty for one that nobody has signed."""

    __tablename__ = "article"
    __table_args__ = (UniqueConstraint("account_id", "source", "title"),)

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


def published(session: Session) -> list[Article]:
    """All articles that answer, by category and title."""
    statement = select(Article).where(Article.status == "published").order_by(Article.category, Article.title)
    return list(session.scalars(statement))


def one_published(session: Session, number: int) -> Article | None:
    """The article, unless it is not to be seen."""
    found = session.get(Article, number)
    return found if found is not None and found.status == "published" else None


def about(session: Session, crops: Sequence[str]) -> list[Article]:
    """The published articles on any of these crops."""
    wanted = set(crops)
    return [article for article in published(session) if wanted & set(article.crops)]
