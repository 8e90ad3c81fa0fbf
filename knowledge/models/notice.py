"""Government notices and policies."""

import datetime

from sqlalchemy import Date, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id


class Notice(Base):
    """One notice of one publisher; past `valid_to` it is no longer recommended."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("account_id", "publisher", "title", "date"),
        Index("ix_notice_date", "account_id", "status", "date", "id"),
        Index("ix_notice_category", "account_id", "status", "category", "date", "id"),
        Index("ix_notice_place", "account_id", "status", "region_code", "date", "id"),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    publisher: Mapped[str]
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    category: Mapped[str]
    date: Mapped[datetime.date] = mapped_column(Date)
    valid_from: Mapped[datetime.date | None] = mapped_column(Date)
    valid_to: Mapped[datetime.date | None] = mapped_column(Date)
    document_no: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="published")
    is_demo: Mapped[bool] = mapped_column(default=False)
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
