"""Messages that could not be answered in time: tried again, answered late, or parked for staff."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from knowledge import deeds, questions
from knowledge.db import Store, line_of
from knowledge.deeds import Doer
from knowledge.inbox import Outcome, follow
from knowledge.models.base import DEFAULT_ACCOUNT, Base
from knowledge.models.inbound import DONE, PARKED, PENDING, Inbound
from knowledge.models.outbox import Owed
from knowledge.prepared import Prepared

MOST_TRIES = 3
_owed = Base.metadata.tables[Owed.__tablename__]
_TAKEN_ALONG = Prepared(
    update(_owed)
    .where(_owed.c.cause == bindparam("late"), _owed.c.delivered_at.is_(None))
    .values(delivered_at=bindparam("now", type_=_owed.c.delivered_at.type), delivered_with=bindparam("message"))
)


def pending(session: Session, limit: int) -> list[int]:
    """Messages that wait for an answer, oldest first."""
    statement = select(Inbound.id).where(Inbound.state == PENDING).order_by(Inbound.received_at).limit(limit)
    return list(session.scalars(statement))


def take(store: Store, inbound_id: int) -> Inbound | None:
    """Counts a try at a pending message and returns it; None when it is no longer pending.

    The count is committed before the try: a message that kills its worker is parked after three.
    """
    with store.writing(changes_answers=False) as session:
        found = session.get(Inbound, inbound_id)
        if found is None or found.state != PENDING:
            return None
        found.tries += 1
        if found.tries > MOST_TRIES:
            found.state = PARKED
            unanswered = ("unanswered", found.text)
            questions.keep(line_of(session.connection()), found.id, found.person_id, unanswered, found.received_at)
            return None
        return found


def finish(store: Store, inbound_id: int, outcome: Outcome, now: datetime) -> bool:
    """Stores the late answer and owes it to the person; False, and nothing done, when it is no longer pending."""
    with store.writing(changes_answers=bool(outcome.deeds)) as session:
        found = session.get(Inbound, inbound_id)
        if found is None or found.state != PENDING:
            return False
        found.state, found.reply, found.replied_at = DONE, outcome.reply, now
        found.intent, found.confidence, found.entities = outcome.intent, outcome.confidence, outcome.entities
        session.flush()
        follow(line_of(session.connection()), inbound_id, found.person_id, outcome, now)
        deeds.do(session, outcome.deeds, Doer(inbound_id, found.person_id, now))
        if found.person_id and outcome.reply:
            session.add(Owed(person_id=found.person_id, cause=f"late:{inbound_id}", text=outcome.reply, created_at=now))
        return True


def owe_unheard(store: Store, claim: str, told_at: datetime, now: datetime) -> None:
    """Owes, once, the reply of a message that was stored although its sender was told at `told_at` that it is kept.

    A reply that was stored after that was the answer to a later delivery of the message, and was heard. Raises
    RuntimeError for a message that is not there.
    """
    with store.writing(changes_answers=False) as session:
        found = session.scalar(select(Inbound).where(Inbound.account_id == DEFAULT_ACCOUNT, Inbound.claim == claim))
        if found is None:
            raise RuntimeError("a message was neither stored nor known")
        if found.state != DONE or not found.reply or not found.person_id:
            return
        cause = f"late:{found.id}"
        owed = session.scalar(select(Owed.id).where(Owed.person_id == found.person_id, Owed.cause == cause))
        if owed is None and found.replied_at is not None and found.replied_at <= told_at:
            session.add(Owed(person_id=found.person_id, cause=cause, text=found.reply, created_at=now))


def delivered_on_retry(store: Store, inbound_id: int, now: datetime) -> None:
    """A retry took the late answer along: it is owed no longer."""
    with store.recording() as line:
        _TAKEN_ALONG.run(line, {"late": f"late:{inbound_id}", "now": now, "message": inbound_id})
