"""Open questions: what nobody could answer yet, grouped, and who waits for the answer."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.models.base import AccountId, Base, Id

OPEN, ANSWERED, DISMISSED = "open", "answered", "dismissed"


class OpenQuestion(Base):
    """One group of messages that ask the same; `key` is what makes them the same."""

    __tablename__ = "open_question"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    key: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    intent: Mapped[str]
    state: Mapped[str] = mapped_column(default=OPEN)
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    # The technician who was asked to answer.
    assigned_to: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"), index=True)
    # The article that was written for it, or that answers it.
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id", ondelete="SET NULL"))
    # The group that asks the same in other words, whose answer goes to this one's people too.
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("open_question.id", ondelete="SET NULL"), index=True)


class Asker(Base):
    """One message that asked an open question; `person_id` is gone once the person is erased."""

    __tablename__ = "asker"

    question_id: Mapped[int] = mapped_column(
        ForeignKey("open_question.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    inbound_id: Mapped[int] = mapped_column(
        ForeignKey("inbound.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


def open_groups(session: Session, limit: int) -> list[tuple[int, str, str, int]]:
    """Open questions, most asked first: id, intent, text, number of messages."""
    count = func.count(Asker.inbound_id)
    statement = (
        select(OpenQuestion.id, OpenQuestion.intent, OpenQuestion.text, count)
        .join(Asker, Asker.question_id == OpenQuestion.id)
        .where(OpenQuestion.state == OPEN)
        .group_by(OpenQuestion.id)
        .order_by(count.desc(), OpenQuestion.id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(statement)]
