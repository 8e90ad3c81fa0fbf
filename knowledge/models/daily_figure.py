"""What was asked on a day, counted once the day is over."""

import datetime

from sqlalchemy import Date, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id


class DailyFigure(Base):
    """How many messages and people a day had under one key (`kind`: all, intent, commodity, township, open, …)."""

    __tablename__ = "daily_figure"
    __table_args__ = (UniqueConstraint("account_id", "day", "kind", "key"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    day: Mapped[datetime.date] = mapped_column(Date)
    kind: Mapped[str]
    key: Mapped[str]
    messages: Mapped[int]
    people: Mapped[int]
