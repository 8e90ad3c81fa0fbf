"""Messages whose intent staff have told: what the installation learns from besides the training files."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id


class LabelledMessage(Base):
    """One message with its intent; `text` may mark entities as Rasa does, and `key` is what makes two the same."""

    __tablename__ = "labelled_message"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    key: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    intent: Mapped[str]
    added_at: Mapped[datetime]
