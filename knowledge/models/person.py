"""People who write to us: known by a keyed hash, reachable by a ciphertext, erased with one row."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id


class Person(Base):
    """One person on one channel; `place_code` is the township that he named."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("account_id", "id_hash"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    channel: Mapped[str]
    id_hash: Mapped[str]
    id_cipher: Mapped[bytes]
    place_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    first_seen: Mapped[datetime]
    is_test: Mapped[bool] = mapped_column(default=False)
    # Why nothing can be sent to him by itself, as WeChat said it last; empty while it can.
    unreachable: Mapped[str] = mapped_column(server_default="")


class Erasure(Base):
    """Who asked to be forgotten, as a keyed hash alone: a restored backup is erased again by it."""

    __tablename__ = "erasure"

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    id_hash: Mapped[str]
    erased_at: Mapped[datetime]
