"""Prices that people wait for."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id

BELOW, ABOVE = "below", "above"
# Waits for the price to cross; has told of it and waits for the price to go back; is over.
ARMED, FIRED, ENDED = "armed", "fired", "ended"
_LIVE = text("state != 'ended'")


class PriceAlert(Base):
    """One price that one person waits for, at one series, so that no other market's figure looks like a crossing.

    `threshold` is what he said and `bound` the last figure that is still across, both in fen per kilogram, or in fen
    per piece where `unit` is one. `series_id` is None until somebody quotes what he waits for.
    """

    __tablename__ = "price_alert"
    __table_args__ = (
        Index(
            "uq_price_alert_wish",
            "person_id",
            "commodity_id",
            "direction",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_price_alert_live", "series_id", sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_price_alert_person_id", "person_id"),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    commodity_id: Mapped[int] = mapped_column(ForeignKey("commodity.id"))
    # The market that he named; else the nearest to this place.
    market_id: Mapped[int | None] = mapped_column(ForeignKey("market.id", ondelete="SET NULL"))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="SET NULL"))
    direction: Mapped[str]
    threshold: Mapped[int]
    bound: Mapped[int]
    unit: Mapped[str]
    # What he wrote.
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(default=ARMED)
    # How often he has been told: with the alert's number it names one crossing.
    crossings: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    fired_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
