"""Trade posts: goods on offer and goods wanted."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models import public_id
from knowledge.models.base import AccountId, Base, Id

SUPPLY, DEMAND = "supply", "demand"


class TradePost(Base):
    """One post; amounts and prices as written, `expires_at` the end of its last day."""

    __tablename__ = "trade_post"
    __table_args__ = (
        UniqueConstraint("account_id", "kind", "commodity_id", "place", "contact", "phone", "posted_at"),
        Index("ix_trade_post_live", "account_id", "kind", "status", "expires_at", "id"),
        Index("ix_trade_post_place", "account_id", "kind", "status", "region_code", "expires_at", "id"),
        Index("ix_trade_post_goods", "account_id", "kind", "status", "commodity_id", "expires_at", "id"),
        Index("uq_trade_post_public_id", "public_id", unique=True),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    kind: Mapped[str]
    # None while what a farmer calls his goods (`goods`) is no commodity that we know: before staff have approved it.
    commodity_id: Mapped[int | None] = mapped_column(ForeignKey("commodity.id"), index=True)
    goods: Mapped[str] = mapped_column(default="", server_default="")
    quantity: Mapped[str]
    unit: Mapped[str]
    price: Mapped[str]
    price_unit: Mapped[str]
    place: Mapped[str]
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    contact: Mapped[str]
    phone: Mapped[str] = mapped_column(index=True)
    posted_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    # approved, draft, closed, rejected: only approved ones are shown.
    status: Mapped[str] = mapped_column(default="approved")
    # The rules that keep it from being shown before staff have decided, in words for them.
    held_for: Mapped[str] = mapped_column(default="", server_default="")
    # Who posted it by message; None for what staff brought in.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    # All that he wrote, for staff.
    words: Mapped[str] = mapped_column(Text, default="", server_default="")
    # When its time was extended, which can be done once.
    extended_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    # What it is called in addresses.
    public_id: Mapped[str | None] = mapped_column(default=public_id.new)
