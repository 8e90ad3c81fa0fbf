"""Technique articles."""

import datetime

from sqlalchemy import JSON, Date, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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
    # draft, review, published or archived: only published ones answer.
    status: Mapped[str] = mapped_column(default="published")
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
