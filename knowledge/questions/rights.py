"""Which groups a member of staff sees: those that somebody from his division asks, and those handed to him."""

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session

from knowledge.models.base import DEFAULT_ACCOUNT, Account
from knowledge.models.person import Person
from knowledge.models.question import Asker, OpenQuestion
from knowledge.models.region import significant, within
from knowledge.staff.access import Actor, NotHere


def may_see(session: Session, actor: Actor) -> ColumnElement[bool]:
    """The condition that a whole group is the actor's to see; the county's own staff see whatever anybody asks."""
    home = session.scalar(select(Account.home_region).where(Account.id == DEFAULT_ACCOUNT)) or ""
    if actor.is_county and within(home, actor.region_code):
        return true()
    seen = OpenQuestion.id.in_(asked_from(actor.region_code)) | (OpenQuestion.assigned_to == actor.id)
    return seen | OpenQuestion.id.in_(_asked_from_nowhere()) if actor.is_county else seen


def asked_from(region_code: str) -> Select[int]:
    """The numbers of the whole groups that somebody from a division, or from below it, asks."""
    prefix = significant(region_code)
    # As a range, so that the few people are found first, and their questions by them.
    inside = Person.place_code.between(prefix.ljust(12, "0"), prefix.ljust(12, "9"))
    return _roots().join(Person, Person.id == Asker.person_id).where(inside)


def _asked_from_nowhere() -> Select[int]:
    return _roots().outerjoin(Person, Person.id == Asker.person_id).where(Person.place_code.is_(None))


def _roots() -> Select[int]:
    root = func.coalesce(OpenQuestion.merged_into, OpenQuestion.id)
    return select(root).select_from(Asker).join(OpenQuestion, OpenQuestion.id == Asker.question_id)


def access_question(session: Session, actor: Actor, number: int) -> OpenQuestion:
    """The whole group that the numbered one is or belongs to; raises NotHere where there is none for the actor."""
    found = session.get(OpenQuestion, number)
    root = found.merged_into or found.id if found else None
    statement = select(OpenQuestion).where(OpenQuestion.id == root, may_see(session, actor))
    group = session.scalars(statement).one_or_none() if root else None
    if group is None:
        raise NotHere
    return group
