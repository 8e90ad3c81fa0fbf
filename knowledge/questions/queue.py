"""The queue as staff see it: whole groups, most urgent first, each with its words, people and places."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from knowledge.models.person import Person
from knowledge.models.question import DEGREE, OPEN, Asker, OpenQuestion
from knowledge.questions.rights import asked_from, may_see
from knowledge.staff.access import Actor

A_PAGE = 50
# Beyond it the number says nothing more, and counting would take long.
MOST_COUNTED = 1000
After = tuple[int, int]


@dataclass(frozen=True)
class Filter:
    """Which groups: of one intent, asked from one place, handed to one member of staff; still open or settled."""

    intent: str = ""
    place: str = ""
    is_mine: bool = False
    is_settled: bool = False


@dataclass(frozen=True)
class Entry:
    """One group in the queue; `places` are divisions that somebody asks from, never who."""

    group: OpenQuestion
    others: list[OpenQuestion] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


def page(session: Session, actor: Actor, wanted: Filter, after: After | None) -> list[Entry]:
    """The groups that follow `after` (rank and number; number alone where settled), at most A_PAGE."""
    statement = select(OpenQuestion).where(OpenQuestion.merged_into.is_(None), may_see(session, actor))
    statement = statement.where(*_conditions(actor, wanted))
    if wanted.is_settled:
        statement = statement.where(OpenQuestion.state != OPEN).order_by(OpenQuestion.id.desc())
        statement = statement.where(OpenQuestion.id < after[1]) if after else statement
    else:
        statement = statement.where(OpenQuestion.state == OPEN).order_by(OpenQuestion.rank, OpenQuestion.id)
        statement = statement.where(_behind(after)) if after else statement
    return _entries(session, session.scalars(statement.limit(A_PAGE)).all())


def count(session: Session, actor: Actor) -> tuple[int, int]:
    """How many groups wait for the actor, and how many of them are a matter of life, or of an epidemic or a flood."""
    mine = select(OpenQuestion.rank).where(
        OpenQuestion.merged_into.is_(None), OpenQuestion.state == OPEN, may_see(session, actor)
    )
    ranks = mine.order_by(OpenQuestion.rank).limit(MOST_COUNTED).subquery()
    urgent = func.sum(case((ranks.c.rank <= -DEGREE, 1), else_=0))
    row = session.execute(select(func.count(), urgent).select_from(ranks)).one()
    return row[0], row[1] or 0


def entry_of(session: Session, group: OpenQuestion) -> Entry:
    """One group by itself."""
    return _entries(session, [group])[0]


def intents_of(session: Session) -> list[str]:
    """The intents of open groups."""
    statement = select(OpenQuestion.intent).where(OpenQuestion.state == OPEN, OpenQuestion.merged_into.is_(None))
    return sorted(session.scalars(statement.distinct()))


def _behind(after: After) -> ColumnElement[bool]:
    rank, number = after
    # The first condition lets the index begin at the right place.
    return and_(OpenQuestion.rank >= rank, or_(OpenQuestion.rank > rank, OpenQuestion.id > number))


def _conditions(actor: Actor, wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.intent:
        found.append(OpenQuestion.intent == wanted.intent)
    if wanted.is_mine:
        found.append(OpenQuestion.assigned_to == actor.id)
    if wanted.place:
        found.append(OpenQuestion.id.in_(asked_from(wanted.place)))
    return found


def _entries(session: Session, groups: Sequence[OpenQuestion]) -> list[Entry]:
    entries = {group.id: Entry(group) for group in groups}
    parts = select(OpenQuestion).where(OpenQuestion.merged_into.in_(entries)).order_by(OpenQuestion.id)
    roots = {number: number for number in entries}
    for part in session.scalars(parts) if entries else ():
        entries[part.merged_into or 0].others.append(part)
        roots[part.id] = part.merged_into or 0
    for number, places in _places(session, roots).items():
        entries[number].places.extend(sorted(places))
    return list(entries.values())


def _places(session: Session, roots: dict[int, int]) -> dict[int, set[str]]:
    """The divisions that each whole group is asked from; test people's are none."""
    found: dict[int, set[str]] = defaultdict(set)
    statement = (
        select(Asker.question_id, Person.place_code)
        .join(Person, Person.id == Asker.person_id)
        .where(Asker.question_id.in_(roots), Person.place_code.is_not(None), ~Person.is_test)
        .distinct()
    )
    for number, place in session.execute(statement) if roots else ():
        found[roots[number]].add(str(place))
    return found


def near_by(session: Session, actor: Actor, group: OpenQuestion, words: str, limit: int = 10) -> list[OpenQuestion]:
    """Other open groups that staff may want to merge: with these words in them, else about the same things."""
    if not words and not group.subject:
        return []
    statement = select(OpenQuestion).where(
        OpenQuestion.state == OPEN,
        OpenQuestion.merged_into.is_(None),
        OpenQuestion.id != group.id,
        may_see(session, actor),
    )
    if words:
        statement = statement.where(func.lower(OpenQuestion.text).contains(words.lower(), autoescape=True))
    else:
        statement = statement.where(OpenQuestion.intent == group.intent, OpenQuestion.subject == group.subject)
    return list(session.scalars(statement.order_by(OpenQuestion.rank, OpenQuestion.id).limit(limit)))
