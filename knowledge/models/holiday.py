"""Days that are not what their weekday says: public holidays, and weekend days worked for them (调休)."""

import datetime

from sqlalchemy import Date, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id


class Holiday(Base):
    """One such day; `source` is the notice that says so, or the member of staff who entered it."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("account_id", "day"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    day: Mapped[datetime.date] = mapped_column(Date)
    is_working: Mapped[bool]
    name: Mapped[str]
    source: Mapped[str]
