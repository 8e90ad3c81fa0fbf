"""Which groups a member of staff sees: those that somebody from his division asks, and those handed to him."""

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session

from knowledge.models.base import DEFAULT_ACCOUNT, Account
from knowledge.models.person import Person
from knowledge.models.question import Asker, OpenQuestion
from knowledge.models.region import within
from knowledge.staff.access import Actor, NotHere


def may_see(session: Session, actor: Actor) -> ColumnElement[bool]:
    """The condition that a whole group is the actor's to see; the county's own staff see whatever anybody asks."""
    home = session.scalar(select(Account.home_region).where(Account.id == DEFAULT_ACCOUNT)) or ""
    if actor.is_county and within(home, actor.region_code):
        return true()
    inside = asked_where(actor.where(Person.place_code))
    return OpenQuestion.id.in_(inside) | (OpenQuestion.assigned_to == actor.id)


def asked_where(condition: ColumnElement[bool]) -> Select[int]:
    """The numbers of the whole groups that a person asks of whom the condition holds."""
    return (
        select(func.coalesce(OpenQuestion.merged_into, OpenQuestion.id))
        .join(Asker, Asker.question_id == OpenQuestion.id)
        .outerjoin(Person, Person.id == Asker.person_id)
        .where(condition)
    )


def access_question(session: Session, actor: Actor, number: int) -> OpenQuestion:
    """The whole group that the numbered one is or belongs to; raises NotHere where there is none for the actor."""
    found = session.get(OpenQuestion, number)
    root = found.merged_into or found.id if found else None
    statement = select(OpenQuestion).where(OpenQuestion.id == root, may_see(session, actor))
    group = session.scalars(statement).one_or_none() if root else None
    if group is None:
        raise NotHere
    return group
