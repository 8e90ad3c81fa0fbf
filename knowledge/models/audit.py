"""Who did what at the console: rows that only follow one another."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id


class AuditEntry(Base):
    """One deed; `own_hash` is over the row and `previous_hash`, so that no row can be changed or taken out unseen."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject", "subject_id"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    at: Mapped[datetime]
    # As text and number, without a foreign key: the entry outlives whom it names.
    staff_id: Mapped[int | None]
    staff_name: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str]
    own_hash: Mapped[str]
