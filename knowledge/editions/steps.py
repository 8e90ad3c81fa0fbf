"""The steps of review, as the county has chosen them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.models.edition import REVIEW, Edition, ReviewStep, Signature
from knowledge.models.staff import COUNTY, TOWNSHIP, VILLAGE
from knowledge.refusal import Refused
from knowledge.staff import access, audit
from knowledge.staff.access import Actor


class Step(NamedTuple):
    """One signature that is wanted, of somebody with at least this role."""

    position: int
    name: str
    role: str


# What a county may choose from; the first holds where nothing was chosen.
PLANS = {
    "one": (Step(1, "复核", TOWNSHIP),),
    "three": (Step(1, "村自审", VILLAGE), Step(2, "乡审", TOWNSHIP), Step(3, "县审", COUNTY)),
}


def steps(session: Session) -> tuple[Step, ...]:
    """The steps that every edition goes through, in order."""
    found = session.scalars(select(ReviewStep).order_by(ReviewStep.position)).all()
    return tuple(Step(step.position, step.name, step.role) for step in found) or PLANS["one"]


def choose(session: Session, actor: Actor, plan: str, now: datetime) -> None:
    """The county chooses the steps; what is under review is signed from the first step on again."""
    access.require(actor, COUNTY)
    if plan not in PLANS:
        raise Refused("请选一种审核办法。")
    if steps(session) == PLANS[plan]:
        return
    session.execute(delete(ReviewStep))
    session.add_all(ReviewStep(position=step.position, name=step.name, role=step.role) for step in PLANS[plan])
    waiting = select(Edition.id).where(Edition.state == REVIEW)
    session.execute(delete(Signature).where(Signature.edition_id.in_(waiting)))
    audit.append(session, actor, "改审核步骤", "审核步骤", plan, now, steps="→".join(step.name for step in PLANS[plan]))
