"""Which reports a member of staff sees: those of his divisions; what names no division is the county's."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from knowledge.models.report import ANSWERED, Report
from knowledge.models.staff import TOWNSHIP
from knowledge.refusal import Refused
from knowledge.staff.access import Actor, NotHere, require


def may_see(actor: Actor) -> ColumnElement[bool]:
    """The condition that a report is the actor's to see."""
    return actor.where(Report.region_code)


def access_report(session: Session, actor: Actor, number: int) -> Report:
    """The report of this number; raises NotHere where there is none for the actor."""
    return _found(session, actor, number, to_change=False)


def access_running(session: Session, actor: Actor, number: int, role: str = TOWNSHIP) -> Report:
    """The same, nobody else's to change meanwhile; raises Refused for one that is answered or part of another."""
    require(actor, role)
    report = _found(session, actor, number, to_change=True)
    if report.joined_to is not None:
        raise Refused("这条已经并到另一条里，请到那一条去办。")
    if report.state == ANSWERED:
        raise Refused("这条已经答复了。")
    return report


def _found(session: Session, actor: Actor, number: int, *, to_change: bool) -> Report:
    statement = select(Report).where(Report.id == number, may_see(actor)).execution_options(populate_existing=True)
    found = session.scalars(statement.with_for_update() if to_change else statement).one_or_none()
    if found is None:
        raise NotHere
    return found
