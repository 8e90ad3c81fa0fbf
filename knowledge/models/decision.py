"""What staff decided on what farmers wrote or what rules held, with the reason; and what farmers said of answers."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id


class Decision(Base):
    """One decision on a row (`kind`, `row_id`): job, trade_post, held_quote, open_question."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_row", "kind", "row_id"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    kind: Mapped[str]
    row_id: Mapped[int]
    verdict: Mapped[str]
    reason: Mapped[str] = mapped_column(Text, default="")
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    staff_name: Mapped[str]
    decided_at: Mapped[datetime]


class Verdict(Base):
    """「有用」 or 「没用」, by a person on what he was answered with (`kind`, `row_id`); the last counts."""

    __tablename__ = "verdict"
    __table_args__ = (UniqueConstraint("person_id", "kind", "row_id"), Index("ix_verdict_row", "kind", "row_id"))

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    kind: Mapped[str]
    row_id: Mapped[int]
    is_useful: Mapped[bool]
    said_at: Mapped[datetime]
