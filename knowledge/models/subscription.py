"""What people want to be sent every morning."""

import datetime

from sqlalchemy import Date, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id

PRICES, JOBS, NOTICES, NEWSPAPER = "prices", "jobs", "notices", "newspaper"
SUBJECTS = (PRICES, JOBS, NOTICES, NEWSPAPER)
_LIVE = text("ended_at IS NULL")


class Subscription(Base):
    """One subject for one person; `commodity_id` narrows prices, None means all of them; it starts at `hour`, local."""

    __tablename__ = "subscription"
    __table_args__ = (
        Index("ix_subscription_person_id", "person_id"),
        Index("ix_subscription_live", "looked_on", "person_id", sqlite_where=_LIVE, postgresql_where=_LIVE),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    subject: Mapped[str]
    commodity_id: Mapped[int | None] = mapped_column(ForeignKey("commodity.id"))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    hour: Mapped[int]
    made_at: Mapped[datetime.datetime]
    ended_at: Mapped[datetime.datetime | None]
    # The last morning on which it was looked for something new, whether or not there was anything.
    looked_on: Mapped[datetime.date | None] = mapped_column(Date)
