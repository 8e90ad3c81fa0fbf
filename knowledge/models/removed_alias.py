"""Aliases that staff took out, so that no newer release brings them back."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from knowledge.models.base import AccountId, Base, Id


class RemovedAlias(Base):
    """One alias that the entry `owner` of a catalogue is not to bear again by itself."""

    __tablename__ = "removed_alias"
    __table_args__ = (UniqueConstraint("account_id", "kind", "owner", "name"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    kind: Mapped[str]
    owner: Mapped[str]
    name: Mapped[str]
