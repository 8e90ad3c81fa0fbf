"""《热点聚焦》: numbered issues on what many report, drafted by rule and released by a person."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id


class HotIssue(Base):
    """One issue; `number` is its place within `year`, both given when it is released; a draft has 0."""

    __tablename__ = "hot_issue"
    __table_args__ = (UniqueConstraint("account_id", "made_at"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    year: Mapped[int] = mapped_column(default=0, server_default="0")
    number: Mapped[int] = mapped_column(default=0, server_default="0")
    body: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))


class UrgentCall(Base):
    """That the people on duty were called about a message with urgent words."""

    __tablename__ = "urgent_call"

    inbound_id: Mapped[int] = mapped_column(
        ForeignKey("inbound.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    called_at: Mapped[datetime]
