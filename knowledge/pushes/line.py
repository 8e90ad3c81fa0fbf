"""The line of owed texts: what may go now, claimed before it goes, and noted after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge.models.inbound import Inbound
from knowledge.models.outbox import NO_QUOTA, Owed
from knowledge.models.person import Person
from knowledge.models.push import PushTry
from knowledge.pushes.allowed import Condition, in_window, untold, waiting, within_quota


@dataclass(frozen=True)
class Parcel:
    """A text that may be sent by itself now, and to whom."""

    id: int
    person_id: int
    recipient: bytes
    text: str
    kind: str = ""
    brief: dict[str, str] | None = None
    # The address of a picture that goes instead of the text, and the picture once it is drawn.
    picture: str = ""
    drawn: bytes = b""


def sendable(session: Session, channel: str, now: datetime, allowed: Condition, limit: int) -> list[Parcel]:
    """The first texts of the line that the channel's people may be sent: answers, then alerts, then digests."""
    statement = (
        select(Owed.id, Owed.person_id, Person.id_cipher, Owed.text, Owed.kind, Owed.brief, Owed.picture)
        .join(Person, Person.id == Owed.person_id)
        .where(Person.channel == channel, Person.is_test.is_(False), waiting(now), allowed)
        .order_by(Owed.kind, Owed.id)
        .limit(limit)
    )
    return [Parcel(*row) for row in session.execute(statement)]


def claim(session: Session, parcel: Parcel, way: str, now: datetime, allowed: Condition) -> int | None:
    """Marks a text as tried, before it is, and writes the try down; its number.

    None when the text may no longer be sent, or somebody else was first.
    """
    may_go = select(Owed.id).join(Person, Person.id == Owed.person_id)
    # Looked at by itself first: within the update the table would be counted as it is being changed.
    if session.scalar(may_go.where(Owed.id == parcel.id, waiting(now), allowed)) is None:
        return None
    claimed = session.execute(
        update(Owed)
        .where(Owed.id == parcel.id, untold(), Owed.attempted_at.is_(None))
        .values(attempted_at=now, result="")
    )
    if not claimed.rowcount:  # type: ignore[attr-defined]
        return None
    tried = PushTry(person_id=parcel.person_id, outbox_id=parcel.id, way=way, tried_at=now)
    session.add(tried)
    session.flush()
    return tried.id


def is_wanted(session: Session, number: int, now: datetime) -> bool:
    """Whether a text that is about to leave is still to leave."""
    late = Owed.not_after.is_not(None) & (Owed.not_after <= now)
    return session.scalar(select(Owed.id).where(Owed.id == number, untold(), ~late)) is not None


def over_quota(session: Session, channel: str, now: datetime, limit: int) -> list[int]:
    """Texts that could go out but for the five that their person has had since he wrote, and are not marked yet."""
    statement = (
        select(Owed.id)
        .join(Person, Person.id == Owed.person_id)
        .where(Person.channel == channel, Person.is_test.is_(False), Owed.result == "")
        .where(waiting(now), in_window(now), ~within_quota())
    )
    return list(session.scalars(statement.order_by(Owed.kind, Owed.id).limit(limit)))


def mark_over_quota(session: Session, numbers: Sequence[int]) -> None:
    """Marks texts that wait for their person's next message because the quota is used up."""
    session.execute(
        update(Owed)
        .where(Owed.id.in_(numbers), Owed.delivered_at.is_(None), Owed.attempted_at.is_(None))
        .values(result=NO_QUOTA)
    )


def release(session: Session, number: int, tried: int, result: str, errcode: int = 0) -> None:
    """Takes back a claim whose text surely did not go out; what was said of it is kept, and nothing is used up."""
    kept = {"errcode": errcode} if errcode else {}
    session.execute(
        update(Owed).where(Owed.id == number, Owed.delivered_at.is_(None)).values(attempted_at=None, **kept)
    )
    session.execute(update(PushTry).where(PushTry.id == tried).values(result=result, errcode=errcode, counts=False))


def note(
    session: Session, number: int, tried: int, result: str, errcode: int, delivered_at: datetime | None, known_as: str
) -> None:
    """Keeps what came of a try; a text that was not delivered goes out with the person's next message."""
    kept = {"errcode": errcode} if errcode else {}
    session.execute(
        update(Owed)
        .where(Owed.id == number, Owed.delivered_at.is_(None))
        .values(result=result, delivered_at=delivered_at, **kept)
    )
    session.execute(
        update(PushTry).where(PushTry.id == tried).values(result=result, errcode=errcode, message_id=known_as)
    )


def close_off(session: Session, person_id: int, errcode: int, tried_at: datetime) -> None:
    """Nothing more is sent to a person by itself until he writes; he may have done so since the try."""
    wrote = select(Inbound.id).where(Inbound.person_id == person_id, Inbound.received_at > tried_at).exists()
    session.execute(update(Person).where(Person.id == person_id, ~wrote).values(unreachable=str(errcode)))
