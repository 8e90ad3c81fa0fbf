"""What is owed to a person: written with what causes it, sent later, once."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id


class Owed(Base):
    """One text for one person; `cause` makes it unique, so that nobody is told twice."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("person_id", "cause"),
        Index("ix_outbox_waiting", "person_id", "delivered_at"),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    cause: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    # The message whose reply carried it, where it went that way.
    delivered_with: Mapped[int | None] = mapped_column(ForeignKey("inbound.id", ondelete="SET NULL"))
