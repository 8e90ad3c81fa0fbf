"""Contacts that answers name: the plant-protection station, hotlines. An installation edits them."""

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.models.base import AccountId, Base, Id


class Contact(Base):
    """One office or hotline; an empty phone is one that the installation has yet to fill in."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    key: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    region_code: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")


def reachable(session: Session, key: str, fallback: str) -> str:
    """Name and phone of the contact `key`, or `fallback` where its phone is not known."""
    contact = session.scalar(select(Contact).where(Contact.key == key))
    return f"{contact.name} {contact.phone}" if contact and contact.phone else fallback
