"""What is owed to a person: written with what causes it, sent later, once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, func, select, text, update
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from knowledge.models.base import AccountId, Base, Id
from knowledge.models.inbound import Inbound
from knowledge.models.person import Person

WINDOW, MOST_IN_WINDOW = timedelta(hours=48), 5
_UNSENT = text("delivered_at IS NULL")


class Owed(Base):
    """One text for one person; `cause` makes it unique, so that nobody is told twice."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("person_id", "cause"),
        Index("ix_outbox_waiting", "person_id", "delivered_at"),
        Index("ix_outbox_unsent", "id", sqlite_where=_UNSENT, postgresql_where=_UNSENT),
        Index("ix_outbox_cause", "cause"),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    cause: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    # The message whose reply carried it, where it went that way.
    delivered_with: Mapped[int | None] = mapped_column(ForeignKey("inbound.id", ondelete="SET NULL"))
    # When it was given to the channel by itself; what came of it: the refusal's name, or empty while that is not known.
    attempted_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(default="", server_default="")
    # What WeChat refused it with last; 0 where it never did.
    errcode: Mapped[int] = mapped_column(default=0, server_default="0")


@dataclass(frozen=True)
class Parcel:
    """A text that may be sent by itself now, and to whom."""

    id: int
    person_id: int
    recipient: bytes
    text: str


def sendable(session: Session, channel: str, now: datetime) -> Parcel | None:
    """The oldest text never tried, for one of the channel who wrote within 48 hours and has had fewer than five since.

    The window and the number are those of WeChat's customer-service messages.
    """
    last = (
        select(func.max(Inbound.received_at))
        .where(Inbound.person_id == Owed.person_id, Inbound.kind != "unsubscribe")
        .correlate(Owed)
        .scalar_subquery()
    )
    tried = aliased(Owed)
    used = (
        select(func.count(tried.id))
        .where(tried.person_id == Owed.person_id, tried.attempted_at >= last)
        .correlate(Owed)
        .scalar_subquery()
    )
    statement = (
        select(Owed.id, Owed.person_id, Person.id_cipher, Owed.text)
        .join(Person, Person.id == Owed.person_id)
        .where(
            Person.channel == channel,
            Person.is_test.is_(False),
            Owed.delivered_at.is_(None),
            Owed.attempted_at.is_(None),
            last >= now - WINDOW,
            used < MOST_IN_WINDOW,
        )
        .order_by(Owed.id)
        .limit(1)
    )
    row = session.execute(statement).first()
    return Parcel(*row) if row else None


def claim(session: Session, number: int, now: datetime) -> bool:
    """Marks a text as tried, before it is; False when another worker or the person's own message was first."""
    claimed = session.execute(
        update(Owed)
        .where(Owed.id == number, Owed.delivered_at.is_(None), Owed.attempted_at.is_(None))
        .values(attempted_at=now)
    )
    return bool(claimed.rowcount)  # type: ignore[attr-defined]


def release(session: Session, number: int) -> None:
    """Takes back a claim whose text surely did not go out."""
    session.execute(update(Owed).where(Owed.id == number, Owed.delivered_at.is_(None)).values(attempted_at=None))


def note(session: Session, number: int, result: str, delivered_at: datetime | None) -> None:
    """Keeps what came of a try; a text that was not delivered goes out with the person's next message."""
    session.execute(
        update(Owed)
        .where(Owed.id == number, Owed.delivered_at.is_(None))
        .values(result=result, delivered_at=delivered_at)
    )
