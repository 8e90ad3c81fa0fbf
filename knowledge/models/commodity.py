"""Commodities: crops, animals, produce and farm inputs, with every name that people use for them."""

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id


class Commodity(Base):
    """One commodity; `parent_id` leads to the wider name (辣椒 for 青椒)."""

    __tablename__ = "commodity"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    name: Mapped[str]
    category: Mapped[str]
    unit: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("commodity.id"), index=True)
    # Its name is mostly another word (红灯): it counts only where the sentence asks for a commodity.
    weak: Mapped[bool] = mapped_column(default=False)


class CommodityAlias(Base):
    """Another name of a commodity; one name means one commodity."""

    __tablename__ = "commodity_alias"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    commodity_id: Mapped[int] = mapped_column(ForeignKey("commodity.id"), index=True)
    name: Mapped[str]
    # As for a commodity: this name alone is mostly another word.
    weak: Mapped[bool] = mapped_column(default=False, server_default=false())
