"""Messages that could not be answered in time: tried again, answered late, or parked for staff."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge import questions
from knowledge.db import Store
from knowledge.inbox import Outcome, follow
from knowledge.models.inbound import DONE, PARKED, PENDING, Inbound
from knowledge.models.outbox import Owed

MOST_TRIES = 3


def pending(session: Session, limit: int) -> list[int]:
    """Messages that wait for an answer, oldest first."""
    statement = select(Inbound.id).where(Inbound.state == PENDING).order_by(Inbound.received_at).limit(limit)
    return list(session.scalars(statement))


def take(store: Store, inbound_id: int) -> Inbound | None:
    """Counts a try at a pending message and returns it; None when it is no longer pending.

    The count is committed before the try: a message that kills its worker is parked after three.
    """
    with store.writing() as session:
        found = session.get(Inbound, inbound_id)
        if found is None or found.state != PENDING:
            return None
        found.tries += 1
        if found.tries > MOST_TRIES:
            found.state = PARKED
            unanswered = ("unanswered", found.text)
            questions.keep(session.connection(), found.id, found.person_id, unanswered, found.received_at)
            return None
        return found


def finish(store: Store, inbound_id: int, outcome: Outcome, now: datetime) -> None:
    """Stores the late answer and owes it to the person; does nothing when it is no longer pending."""
    with store.writing() as session:
        found = session.get(Inbound, inbound_id)
        if found is None or found.state != PENDING:
            return
        found.state, found.reply, found.replied_at = DONE, outcome.reply, now
        found.intent, found.confidence, found.entities = outcome.intent, outcome.confidence, outcome.entities
        session.flush()
        follow(session.connection(), inbound_id, found.person_id, outcome, now)
        if found.person_id and outcome.reply:
            session.add(Owed(person_id=found.person_id, cause=f"late:{inbound_id}", text=outcome.reply, created_at=now))


def delivered_on_retry(store: Store, inbound_id: int, now: datetime) -> None:
    """A retry took the late answer along: it is owed no longer."""
    with store.recording() as connection:
        connection.execute(
            update(Owed)
            .where(Owed.cause == f"late:{inbound_id}", Owed.delivered_at.is_(None))
            .values(delivered_at=now, delivered_with=inbound_id)
        )
