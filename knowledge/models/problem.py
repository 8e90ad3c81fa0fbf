"""Problems: diseases, pests, weeds and symptoms."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id


class Problem(Base):
    """One problem; `crops` and `aliases` are names separated by |."""

    __tablename__ = "problem"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    name: Mapped[str]
    kind: Mapped[str]
    crops: Mapped[str] = mapped_column(default="")
    aliases: Mapped[str] = mapped_column(default="")
