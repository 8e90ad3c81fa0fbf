"""Counting a day: which messages, of how many people, by intent, crop and township."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from knowledge.db import Store
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.daily_figure import DailyFigure
from knowledge.models.inbound import Inbound
from knowledge.models.person import Erasure, Person
from knowledge.models.question import Asker
from knowledge.statistics import moments

# A worker's sweep catches up with this many days at a time.
DAYS_AT_ONCE = 7
ACTIVE_DAYS = (7, 30)


class Figure(NamedTuple):
    """Messages and people under one key."""

    kind: str
    key: str
    messages: int
    people: int


def catch_up(store: Store, today: date) -> int:
    """Counts the days that are over and not counted yet, the oldest first; returns how many."""
    with store.reading() as session:
        days = list(_uncounted(session, today))[:DAYS_AT_ONCE]
    for day in days:
        with store.writing(changes_answers=False) as session:
            session.execute(delete(DailyFigure).where(DailyFigure.day == day))
            session.add_all(
                DailyFigure(account_id=DEFAULT_ACCOUNT, day=day, **figure._asdict()) for figure in of_day(session, day)
            )
    return len(days)


def so_far(session: Session, day: date) -> list[Figure]:
    """The figures of a day that has not ended; who was active lately is counted once it has."""
    return [*_messages(session, day), *_comings_and_goings(session, day)]


def of_day(session: Session, day: date) -> list[Figure]:
    """All figures of one day."""
    return [*so_far(session, day), *_active(session, day)]


def _messages(session: Session, day: date) -> list[Figure]:
    messages: defaultdict[tuple[str, str], int] = defaultdict(int)
    people: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for person, keys in _said(session, day):
        for key in keys:
            messages[key] += 1
            if person is not None:
                people[key].add(person)
    return [Figure(kind, key, messages[kind, key], len(people[kind, key])) for kind, key in messages]


def _uncounted(session: Session, today: date) -> Iterator[date]:
    counted = session.scalar(select(func.max(DailyFigure.day)))
    day = counted + timedelta(days=1) if counted else moments.first_day(session)
    while day is not None and day < today:
        yield day
        day += timedelta(days=1)


def _said(session: Session, day: date) -> Iterator[tuple[int | None, set[tuple[str, str]]]]:
    """Each message's person, and what it counts under."""
    first, after = moments.numbers_of(session, day, day)
    is_open = select(Asker.inbound_id).where(Asker.inbound_id == Inbound.id).exists()
    statement = (
        select(Inbound.person_id, Inbound.intent, Inbound.entities, Person.place_code, is_open)
        .outerjoin(Person, Person.id == Inbound.person_id)
        .where(Inbound.id >= first, Inbound.id < after, Inbound.kind.not_in(("event", "unsubscribe")))
        .where(Person.is_test.is_not(True))
        .execution_options(yield_per=2000)
    )
    for person, intent, entities, place, asked_staff in session.execute(statement):
        keys = {("all", ""), ("intent", intent or "")} | {("township", (place or "")[:9])}
        keys |= {("commodity", str(each["value"])) for each in entities or () if each.get("entity") == "commodity"}
        yield person, keys | ({("open", "")} if asked_staff else set())


def _comings_and_goings(session: Session, day: date) -> Iterator[Figure]:
    begin, end = moments.midnight(day), moments.midnight(day + timedelta(days=1))
    new = select(func.count()).where(Person.first_seen >= begin, Person.first_seen < end, Person.is_test.is_(False))
    lost = select(func.count()).where(Erasure.erased_at >= begin, Erasure.erased_at < end)
    yield Figure("new", "", 0, session.scalar(new) or 0)
    yield Figure("lost", "", 0, session.scalar(lost) or 0)


def _active(session: Session, day: date) -> Iterator[Figure]:
    for days in ACTIVE_DAYS:
        first, after = moments.numbers_of(session, day - timedelta(days=days - 1), day)
        active = (
            select(func.count(Inbound.person_id.distinct()))
            .join(Person, Person.id == Inbound.person_id)
            .where(Inbound.id >= first, Inbound.id < after, Person.is_test.is_(False))
        )
        yield Figure(f"active{days}", "", 0, session.scalar(active) or 0)
