"""The ledger of pushes: every try with its way and what came of it; what a push rests on; who agreed to which."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id


class PushTry(Base):
    """One try to send one owed text by one way; `result` is empty while nobody knows what came of it.

    `counts` says whether it uses up what the way allows: a try that surely went nowhere does not.
    """

    __tablename__ = "push_try"
    __table_args__ = (
        Index("ix_push_try_person", "person_id", "way", "tried_at"),
        Index("ix_push_try_outbox_id", "outbox_id"),
        Index("ix_push_try_message_id", "message_id"),
        Index("ix_push_try_tried_at", "tried_at"),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id", ondelete="CASCADE"))
    way: Mapped[str]
    tried_at: Mapped[datetime]
    result: Mapped[str] = mapped_column(default="", server_default="")
    errcode: Mapped[int] = mapped_column(default=0, server_default="0")
    counts: Mapped[bool] = mapped_column(default=True)
    # The channel's own number of it, by which it tells later what became of it.
    message_id: Mapped[str] = mapped_column(default="", server_default="")


class PushBasis(Base):
    """A row that a push rests on, so that a correction reaches whoever read it."""

    __tablename__ = "push_basis"
    __table_args__ = (Index("ix_push_basis_row", "kind", "row_id"), {"sqlite_with_rowid": False})

    outbox_id: Mapped[int] = mapped_column(
        ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    kind: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Consent(Base):
    """How many subscription messages of a template a person has agreed to and not had yet."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("person_id", "template"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    template: Mapped[str]
    remaining: Mapped[int]
    changed_at: Mapped[datetime]
