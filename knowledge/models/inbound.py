"""What came in and what was answered: the record that makes a retry harmless."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id

DONE, PENDING, PARKED = "done", "pending", "parked"
_PENDING = text("state = 'pending'")


class Inbound(Base):
    """One message or event; `claim` is a keyed hash of the channel's full message key."""

    __tablename__ = "inbound"
    __table_args__ = (
        UniqueConstraint("account_id", "claim"),
        # Almost all messages are done: only the few that wait are looked for.
        Index("ix_inbound_pending", "received_at", sqlite_where=_PENDING, postgresql_where=_PENDING),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    channel: Mapped[str]
    claim: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    # A picture's or voice's key at WeChat, so that a technician can look at it.
    media: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime]
    state: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    intent: Mapped[str] = mapped_column(default="")
    confidence: Mapped[float] = mapped_column(default=0.0)
    entities: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_at: Mapped[datetime | None]


class ReplyBasis(Base):
    """A row that a reply rests on, so that a correction reaches whoever read it."""

    __tablename__ = "reply_basis"
    # Its key is all that it holds: SQLite need not keep the rows a second time.
    __table_args__ = (Index("ix_reply_basis_row", "kind", "row_id"), {"sqlite_with_rowid": False})

    inbound_id: Mapped[int] = mapped_column(
        ForeignKey("inbound.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    kind: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
