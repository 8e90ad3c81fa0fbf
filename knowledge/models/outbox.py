"""What is owed to a person: written with what causes it, sent later, once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    ScalarSelect,
    Text,
    UniqueConstraint,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from knowledge.models.base import AccountId, Base, Id
from knowledge.models.inbound import Inbound
from knowledge.models.person import Person

WINDOW, MOST_IN_WINDOW = timedelta(hours=48), 5
# A picture that comes later than this is no answer any more; it is not told with the next message.
PICTURE_WINDOW = timedelta(minutes=10)
# The result of a text that would have been the sixth.
NO_QUOTA = "无额度"
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
    # The address on our pages of a picture that is sent instead of a text; empty for a text.
    picture: Mapped[str] = mapped_column(default="", server_default="")


@dataclass(frozen=True)
class Parcel:
    """A text that may be sent by itself now, and to whom."""

    id: int
    person_id: int
    recipient: bytes
    text: str
    picture: str = ""


def sendable(session: Session, channel: str, now: datetime, limit: int) -> list[Parcel]:
    """The oldest texts never tried that may be sent: to those of the channel who wrote within 48 hours, can be reached,
    and have had fewer than five since. What is older than 48 hours is told with their next message instead.

    The window and the number are those of WeChat's customer-service messages.
    """
    statement = (
        select(Owed.id, Owed.person_id, Person.id_cipher, Owed.text, Owed.picture)
        .join(Person, Person.id == Owed.person_id)
        .where(Person.channel == channel, Person.is_test.is_(False), *_in_window(now), _used() < MOST_IN_WINDOW)
        .order_by(Owed.id)
        .limit(limit)
    )
    return [Parcel(*row) for row in session.execute(statement)]


def claim(session: Session, number: int, now: datetime) -> bool:
    """Marks a text as tried, before it is; False when it may no longer be sent, or somebody else was first."""
    may_go = select(Owed.id).join(Person, Person.id == Owed.person_id)
    may_go = may_go.where(Owed.id == number, *_in_window(now), _used() < MOST_IN_WINDOW)
    # Looked at by itself first: within the update the table would be counted as it is being changed.
    if session.scalar(may_go) is None:
        return False
    claimed = session.execute(
        update(Owed)
        .where(Owed.id == number, Owed.delivered_at.is_(None), Owed.attempted_at.is_(None))
        .values(attempted_at=now, result="")
    )
    return bool(claimed.rowcount)  # type: ignore[attr-defined]


def over_quota(session: Session, channel: str, now: datetime, limit: int) -> list[int]:
    """Texts that could go out but for the five that their person has had since he wrote, and are not marked yet."""
    statement = (
        select(Owed.id)
        .join(Person, Person.id == Owed.person_id)
        .where(
            Person.channel == channel,
            Person.is_test.is_(False),
            Owed.result == "",
            *_in_window(now),
            _used() >= MOST_IN_WINDOW,
        )
    )
    return list(session.scalars(statement.order_by(Owed.id).limit(limit)))


def mark_over_quota(session: Session, numbers: list[int]) -> None:
    """Marks texts that wait for their person's next message because the quota is used up."""
    session.execute(
        update(Owed)
        .where(Owed.id.in_(numbers), Owed.delivered_at.is_(None), Owed.attempted_at.is_(None))
        .values(result=NO_QUOTA)
    )


def drop_late_pictures(session: Session, now: datetime) -> None:
    """Forgets pictures that were never tried and come too late."""
    late = (Owed.picture != "", Owed.delivered_at.is_(None), Owed.created_at < now - PICTURE_WINDOW)
    session.execute(delete(Owed).where(*late, Owed.attempted_at.is_(None)))


def late_pictures(session: Session, now: datetime) -> bool:
    """Whether there are such."""
    late = (Owed.picture != "", Owed.delivered_at.is_(None), Owed.created_at < now - PICTURE_WINDOW)
    return session.scalar(select(Owed.id).where(*late, Owed.attempted_at.is_(None)).limit(1)) is not None


def release(session: Session, number: int, errcode: int) -> None:
    """Takes back a claim whose text surely did not go out; what WeChat said is kept."""
    session.execute(
        update(Owed).where(Owed.id == number, Owed.delivered_at.is_(None)).values(attempted_at=None, errcode=errcode)
    )


def note(session: Session, number: int, result: str, errcode: int, delivered_at: datetime | None) -> None:
    """Keeps what came of a try; a text that was not delivered goes out with the person's next message."""
    kept = {"errcode": errcode} if errcode else {}
    session.execute(
        update(Owed)
        .where(Owed.id == number, Owed.delivered_at.is_(None))
        .values(result=result, delivered_at=delivered_at, **kept)
    )


def close_off(session: Session, person_id: int, errcode: int, tried_at: datetime) -> None:
    """Nothing more is sent to a person by itself until he writes; he may have done so since the try."""
    wrote = select(Inbound.id).where(Inbound.person_id == person_id, Inbound.received_at > tried_at).exists()
    session.execute(update(Person).where(Person.id == person_id, ~wrote).values(unreachable=str(errcode)))


def _last() -> ScalarSelect[datetime]:
    """When the person of an owed text wrote last."""
    return (
        select(func.max(Inbound.received_at))
        .where(Inbound.person_id == Owed.person_id, Inbound.kind != "unsubscribe")
        .correlate(Owed)
        .scalar_subquery()
    )


def _used() -> ScalarSelect[int]:
    """How many texts have been sent to the person since."""
    tried = aliased(Owed)
    return (
        select(func.count(tried.id))
        .where(tried.person_id == Owed.person_id, tried.attempted_at >= _last())
        .correlate(Owed)
        .scalar_subquery()
    )


def _in_window(now: datetime) -> list[ColumnElement[bool]]:
    return [
        Owed.delivered_at.is_(None),
        Owed.attempted_at.is_(None),
        Owed.created_at >= now - WINDOW,
        (Owed.picture == "") | (Owed.created_at >= now - PICTURE_WINDOW),
        Person.unreachable == "",
        _last() >= now - WINDOW,
    ]
