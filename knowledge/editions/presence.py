"""Who else has an edition open for writing."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models.edition import Editing
from knowledge.models.staff import Staff
from knowledge.staff.access import Actor
from knowledge.upsert import insert_into

# He who has not been heard of for so long has left; how often it is worth a write that he is there.
GONE_AFTER, NOTED_EACH = timedelta(minutes=3), timedelta(seconds=45)


def is_due(session: Session, edition_id: int, actor: Actor, now: datetime) -> bool:
    """Whether it should be noted again that the actor is there."""
    seen = session.scalar(select(Editing.seen_at).where(Editing.edition_id == edition_id, Editing.staff_id == actor.id))
    return seen is None or now - seen >= NOTED_EACH


def note(session: Session, edition_id: int, actor: Actor, now: datetime) -> None:
    """Notes that the actor has the edition open."""
    there = insert_into(session, Editing).values(edition_id=edition_id, staff_id=actor.id, seen_at=now)
    session.execute(
        there.on_conflict_do_update(index_elements=[Editing.edition_id, Editing.staff_id], set_={"seen_at": now})
    )


def others(session: Session, edition_id: int, actor: Actor, now: datetime) -> list[str]:
    """The names of the others who have it open now."""
    statement = (
        select(Staff.name)
        .join(Editing, Editing.staff_id == Staff.id)
        .where(Editing.edition_id == edition_id, Editing.staff_id != actor.id, Editing.seen_at > now - GONE_AFTER)
        .order_by(Staff.name)
    )
    return list(session.scalars(statement))
