"""The same question in other words becomes one group: by the worker where that is sure, else by staff."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from knowledge import catalogue, danger
from knowledge.db import Store
from knowledge.models.person import Person
from knowledge.models.question import DEGREE, OPEN, Asker, OpenQuestion
from knowledge.privacy import masked
from knowledge.questions import alike
from knowledge.questions.answering import SUBJECT, access_open, parts_of
from knowledge.refusal import Refused
from knowledge.search import synonyms
from knowledge.staff import audit
from knowledge.staff.access import Actor

AT_ONCE, MOST_CANDIDATES = 100, 200
# One answer serves all who ask these; what somebody reports, offers or suffers is his own.
_ONE_FOR_ALL = frozenset(
    {
        "ask_technique", "ask_expert", "ask_notice", "ask_price", "ask_price_trend", "compare_prices", "ask_weather",
        "find_jobs", "find_supply", "find_demand", "read_newspaper", "help",
    }
)  # fmt: skip
_is_whole = (OpenQuestion.state == OPEN, OpenQuestion.merged_into.is_(None))
Pair = tuple[int, int | None]


def merge_new(store: Store, limit: int = AT_ONCE) -> int:
    """Looks at the oldest groups not compared yet, and merges those that surely ask what an older one does.

    Returns how many were looked at. What another worker does meanwhile does no harm.
    """
    with store.reading() as session:
        pairs = list(_compared(session, limit))
    if pairs:
        with store.writing(changes_answers=False) as session:
            for number, into in pairs:
                _take_in(session, number, into)
    return len(pairs)


def merge(session: Session, actor: Actor | None, number: int, into: int, now: datetime) -> None:
    """Makes one group part of another, by hand; raises Refused where one of them is not open, or both are one."""
    first, second = sorted((number, into))
    groups = {group.id: group for group in (access_open(session, first), access_open(session, second))}
    if len(groups) < 2:
        raise Refused("这两个已经是同一个问题。")
    target = access_open(session, into)
    part = next(group for group in groups.values() if group.id != target.id)
    _join(session, part, target)
    audit.append(session, actor, "合并", SUBJECT, target.id, now, 并入=part.id, 问题=masked(part.text)[:60])


def split(session: Session, actor: Actor | None, number: int, now: datetime) -> None:
    """Makes a part of a group a group of its own again; raises Refused where it is no part of an open one."""
    target = access_open(session, number)
    if target.id == number:
        raise Refused("这个问题没有并在别的问题里。")
    part = session.get_one(OpenQuestion, number, populate_existing=True)
    part.merged_into, part.is_compared = None, True
    session.flush()
    for group in (part, target):
        recount(session, group)
    audit.append(session, actor, "拆开", SUBJECT, target.id, now, 拆出=part.id, 问题=masked(part.text)[:60])


def recount(session: Session, group: OpenQuestion) -> None:
    """Counts a whole group's people afresh (test people are none), and sets when it was asked last."""
    parts = parts_of(session, group)
    asked = (
        select(func.count(func.distinct(func.coalesce(Asker.person_id, 0))))
        .outerjoin(Person, Person.id == Asker.person_id)
        .where(Asker.question_id.in_([part.id for part in parts]), or_(Person.id.is_(None), ~Person.is_test))
    )
    group.rank = -max(danger.urgency(part.text) for part in parts) * DEGREE - (session.scalar(asked) or 0)
    group.last_asked_at = max(part.last_asked_at or part.asked_at for part in parts)
    session.flush()


def _compared(session: Session, limit: int) -> Iterator[Pair]:
    """The oldest groups that have not been compared, each with the older one that asks the same, or None."""
    names, meanings = catalogue.current(session), synonyms.current(session)
    new = select(OpenQuestion).where(~OpenQuestion.is_compared).order_by(OpenQuestion.id).limit(limit)
    for group in session.scalars(new):
        if group.state != OPEN or group.merged_into or group.reopens or group.intent not in _ONE_FOR_ALL:
            yield group.id, None
            continue
        own = alike.wording(group.intent, group.text, group.subject, names, meanings)
        fitting = (
            other.id
            for other in ([] if group.urgency else _candidates(session, group))
            if alike.alike(own, alike.wording(other.intent, other.text, other.subject, names, meanings))
        )
        yield group.id, next(fitting, None)


def _candidates(session: Session, group: OpenQuestion) -> Sequence[OpenQuestion]:
    """Older groups on the same matter, most asked first."""
    statement = select(OpenQuestion).where(
        *_is_whole,
        OpenQuestion.intent == group.intent,
        OpenQuestion.subject == group.subject,
        OpenQuestion.id < group.id,
        OpenQuestion.rank > -DEGREE,
        OpenQuestion.reopens.is_(None),
    )
    return session.scalars(statement.order_by(OpenQuestion.rank, OpenQuestion.id).limit(MOST_CANDIDATES)).all()


def _take_in(session: Session, number: int, into: int | None) -> None:
    session.execute(update(OpenQuestion).where(OpenQuestion.id == number).values(is_compared=True))
    if into is None:
        return
    # Staff may have closed one of them just now.
    with suppress(Refused):
        target, part = access_open(session, into), access_open(session, number)
        if part.id == number and target.id != number:
            _join(session, part, target)


def _join(session: Session, part: OpenQuestion, target: OpenQuestion) -> None:
    """All of one group becomes part of another; both are locked."""
    for each in parts_of(session, part):
        each.merged_into = target.id
    if target.assigned_to is None:
        target.assigned_to = part.assigned_to
    session.flush()
    recount(session, target)
