"""Pesticides: what is banned, restricted or neither, from which day, by which announcement."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id


class Pesticide(Base):
    """One ruling on one active ingredient; `aliases` and `forbidden_on` are separated by |.

    One substance may have several rows: restricted from one day, banned from a later one.
    """

    __tablename__ = "pesticide"

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    name: Mapped[str] = mapped_column(index=True)
    status: Mapped[str]
    effective: Mapped[date | None]
    announcement: Mapped[str] = mapped_column(default="")
    forbidden_on: Mapped[str] = mapped_column(default="")
    aliases: Mapped[str] = mapped_column(default="")
    confidence: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
