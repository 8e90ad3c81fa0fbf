"""Who is told what cannot wait, and of what he has been told."""

import datetime

from sqlalchemy import Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id


class Alarm(Base):
    """A named person's webhook; `form` is the shape of what it takes: robot (WeCom, DingTalk) or text."""

    __tablename__ = "alarm"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    name: Mapped[str]
    # Its address is the key to it: never shown or logged.
    webhook: Mapped[str]
    form: Mapped[str]
    added_at: Mapped[datetime.datetime]


class AlarmSent(Base):
    """That a person was told of one cause: a source's night, a message with urgent words and its day."""

    __tablename__ = "alarm_sent"

    alarm_id: Mapped[int] = mapped_column(
        ForeignKey("alarm.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    source: Mapped[str] = mapped_column(primary_key=True)
    night: Mapped[datetime.date] = mapped_column(Date, primary_key=True)
