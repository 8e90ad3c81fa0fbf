"""Open questions: what nobody could answer yet, grouped, and who waits for the answer."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Text, UniqueConstraint, func, select, text, true
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.models.base import AccountId, Base, Id

OPEN, ANSWERED, DISMISSED = "open", "answered", "dismissed"
# What one degree of urgency counts in the rank, where one person counts 1.
DEGREE = 10**9
_WAITING = text("state = 'open' AND merged_into IS NULL")
_NEW = text("NOT is_compared")


class OpenQuestion(Base):
    """One group of messages that ask the same; `key` is what makes them the same."""

    __tablename__ = "open_question"
    __table_args__ = (
        UniqueConstraint("account_id", "key"),
        Index("ix_open_question_waiting", "rank", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_open_question_subject", "intent", "subject", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_open_question_new", "id", sqlite_where=_NEW, postgresql_where=_NEW),
        Index("ix_open_question_settled", "state", "answered_at", "id"),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    key: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    intent: Mapped[str]
    # What it names, in canonical form and order: commodity:白菜|problem:根肿病.
    subject: Mapped[str] = mapped_column(Text, default="", server_default="")
    state: Mapped[str] = mapped_column(default=OPEN)
    # Lower comes first: urgency and people of the whole group, negated, so that one index gives the queue.
    rank: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    asked_at: Mapped[datetime]
    last_asked_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    # The technician who was asked to answer.
    assigned_to: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"), index=True)
    # The article that was written for it, or that answers it.
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id", ondelete="SET NULL"))
    # The group that asks the same in other words, whose answer goes to this one's people too.
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("open_question.id", ondelete="SET NULL"), index=True)
    # Whether groups that ask the same in other words have been looked for.
    is_compared: Mapped[bool] = mapped_column(default=False, server_default=true())
    # The answered question whose answer was no use.
    reopens: Mapped[int | None] = mapped_column(ForeignKey("open_question.id", ondelete="SET NULL"), index=True)

    @property
    def people(self) -> int:
        """How many people ask it, in whatever words."""
        return -self.rank % DEGREE

    @property
    def urgency(self) -> int:
        """How urgent it is, as knowledge.danger tells."""
        return -self.rank // DEGREE


class Asker(Base):
    """One message that asked an open question; `person_id` is gone once the person is erased."""

    __tablename__ = "asker"
    __table_args__ = (Index("ix_asker_person_id", "person_id", "question_id"),)

    question_id: Mapped[int] = mapped_column(
        ForeignKey("open_question.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    inbound_id: Mapped[int] = mapped_column(
        ForeignKey("inbound.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


def open_groups(session: Session, limit: int) -> list[tuple[int, str, str, int]]:
    """Open questions, most asked first: id, intent, text, number of messages."""
    count = func.count(Asker.inbound_id)
    root = func.coalesce(OpenQuestion.merged_into, OpenQuestion.id)
    statement = (
        select(root.label("root"), count)
        .join(Asker, Asker.question_id == OpenQuestion.id)
        .where(OpenQuestion.state == OPEN)
        .group_by(root)
        .order_by(count.desc(), root)
        .limit(limit)
    )
    counts = {row[0]: row[1] for row in session.execute(statement)}
    found = {group.id: group for group in session.scalars(select(OpenQuestion).where(OpenQuestion.id.in_(counts)))}
    return [(number, found[number].intent, found[number].text, told) for number, told in counts.items()]
