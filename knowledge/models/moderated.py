"""What keeps posts from being public: phones that staff banned, and people who say that a post is a fraud."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id


class BannedPhone(Base):
    """A number that no post may name, as a keyed hash; its last four digits are for staff to know it by."""

    __tablename__ = "banned_phone"
    __table_args__ = (UniqueConstraint("account_id", "phone_hash"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    phone_hash: Mapped[str]
    last_digits: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    staff_name: Mapped[str]
    banned_at: Mapped[datetime]


class PostAccusation(Base):
    """What a person said against a post (`kind`, `row_id`); it counts until staff have decided."""

    __tablename__ = "post_accusation"
    __table_args__ = (
        UniqueConstraint("kind", "row_id", "person_id"),
        Index("ix_post_accusation_person_id", "person_id"),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    kind: Mapped[str]
    row_id: Mapped[int]
    # Gone once the person is erased.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    words: Mapped[str] = mapped_column(Text, default="")
    accused_at: Mapped[datetime]
    is_settled: Mapped[bool] = mapped_column(default=False, server_default=false())
