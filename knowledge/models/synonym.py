"""Words of the same meaning that staff add beside the starter's, and those of the starter's that they took out."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id


class Synonym(Base):
    """`word` means what `same_as` means, or where `is_out`, does not though the starter says so."""

    __tablename__ = "synonym"
    __table_args__ = (UniqueConstraint("account_id", "same_as", "word"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    same_as: Mapped[str]
    word: Mapped[str]
    is_out: Mapped[bool] = mapped_column(default=False)
