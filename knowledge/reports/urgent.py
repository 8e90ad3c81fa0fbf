"""Calling whoever is on duty about words of danger: each message once, by night too, within a sweep of the worker."""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from knowledge import catalogue, clock, danger
from knowledge.db import Store
from knowledge.models.hot_issue import UrgentCall
from knowledge.models.inbound import Inbound
from knowledge.models.person import Person
from knowledge.models.question import ANSWERED, DEGREE, DISMISSED, OPEN, Asker, OpenQuestion
from knowledge.privacy import masked

log = logging.getLogger(__name__)
# What is older when the worker first sees it is no call any more.
FRESH = timedelta(hours=24)
# So long a webhook that does not answer is tried again.
TRIES_FOR = timedelta(minutes=10)
AT_ONCE = 20
_LONGEST = 80


class Calls(Protocol):
    """What reaches the people on duty."""

    def tell(self, cause: str, night: date, text: str) -> bool:
        """Tells everybody who has not been told of the cause; whether nobody is left."""


class Cry(NamedTuple):
    """One message of danger."""

    inbound_id: int
    received_at: datetime
    text: str
    urgency: int
    place_code: str | None


def call(store: Store, bell: Calls, now: datetime) -> int:
    """Calls about messages that nobody has been called about; returns how many were settled."""
    with store.reading() as session:
        cries = _uncalled(session, now)
        said = {cry.inbound_id: _words(session, cry) for cry in cries}
    settled = list(_settled(bell, cries, said, now))
    if settled:
        with store.writing(changes_answers=False) as session:
            for cry in settled:
                session.merge(UrgentCall(inbound_id=cry.inbound_id, called_at=now))
    return len(settled)


def _settled(bell: Calls, cries: list[Cry], said: dict[int, str], now: datetime) -> Iterator[Cry]:
    """The messages that need no further call; after one that reached nobody the others wait for the next sweep."""
    for cry in cries:
        # The log has it whatever becomes of the call.
        log.warning("urgent: message %d, %s", cry.inbound_id, danger.NAMES[cry.urgency])
        is_told = bell.tell(f"urgent:{cry.inbound_id}", clock.local(cry.received_at).date(), said[cry.inbound_id])
        if is_told or cry.received_at < now - TRIES_FOR:
            yield cry
        if not is_told:
            return


def _uncalled(session: Session, now: datetime) -> list[Cry]:
    """The oldest messages of urgent groups; those of test people are no calls."""
    since = now - FRESH
    ranks = _ranks(session, since)
    root = func.coalesce(OpenQuestion.merged_into, OpenQuestion.id)
    statement = (
        select(Inbound.id, Inbound.received_at, Inbound.text, func.min(root), Person.place_code)
        .join(Asker, Asker.inbound_id == Inbound.id)
        .join(OpenQuestion, OpenQuestion.id == Asker.question_id)
        .outerjoin(Person, Person.id == Inbound.person_id)
        .where(or_(OpenQuestion.id.in_(ranks), OpenQuestion.merged_into.in_(ranks)), Inbound.received_at >= since)
        .where(or_(Person.id.is_(None), Person.is_test.is_(False)))
        .where(~select(UrgentCall.inbound_id).where(UrgentCall.inbound_id == Inbound.id).exists())
        .group_by(Inbound.id, Inbound.received_at, Inbound.text, Person.place_code)
        .order_by(Inbound.id)
        .limit(AT_ONCE)
    )
    found = session.execute(statement).all() if ranks else []
    return [Cry(row[0], row[1], row[2], min(-ranks[row[3]] // DEGREE, danger.POISONING), row[4]) for row in found]


def _ranks(session: Session, since: datetime) -> dict[int, int]:
    """The urgent groups of late with their ranks; the open ones and the others each by their own index."""
    urgent = select(OpenQuestion.id, OpenQuestion.rank).where(
        OpenQuestion.rank <= -DEGREE, OpenQuestion.merged_into.is_(None)
    )
    waiting = urgent.where(OpenQuestion.state == OPEN, OpenQuestion.last_asked_at >= since)
    settled = urgent.where(OpenQuestion.state.in_((ANSWERED, DISMISSED)), OpenQuestion.answered_at >= since)
    return {row[0]: row[1] for statement in (waiting, settled) for row in session.execute(statement)}


def _words(session: Session, cry: Cry) -> str:
    place = catalogue.current(session).places.path(cry.place_code) if cry.place_code else "没说地方"
    at = clock.local(cry.received_at)
    return f"【田讯急事】{danger.NAMES[cry.urgency]}：{masked(cry.text)[:_LONGEST]}（{place}，{at:%H:%M}）请马上处理。"
