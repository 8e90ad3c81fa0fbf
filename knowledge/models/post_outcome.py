"""What became of the goods or the work of a post, as its poster says when asked after its end."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id


class PostOutcome(Base):
    """One answer on one post (`kind`: job or trade_post); amount and price as far as they were said."""

    __tablename__ = "post_outcome"
    __table_args__ = (UniqueConstraint("account_id", "kind", "row_id"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    kind: Mapped[str]
    row_id: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    was_done: Mapped[bool]
    quantity: Mapped[str]
    price: Mapped[str]
    words: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime]
