"""Who looked at whose telephone number on the farmers' pages: counted, and nobody named."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from knowledge.models.base import AccountId, Base, Id


class ContactView(Base):
    """One look; `device` and `address` are keyed hashes, the address's another one each day."""

    __tablename__ = "contact_view"
    __table_args__ = (
        Index("ix_contact_view_device", "account_id", "device", "viewed_at"),
        Index("ix_contact_view_address", "account_id", "address", "viewed_at"),
        Index("ix_contact_view_row", "account_id", "kind", "row_id"),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    # The table of what was looked at, and its row there.
    kind: Mapped[str]
    row_id: Mapped[int]
    device: Mapped[str]
    address: Mapped[str]
    viewed_at: Mapped[datetime]
