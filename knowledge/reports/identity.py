"""Who reported: seen by a button alone, and written down; who wants no name has none for the unit complained of."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.models.person import Person
from knowledge.models.region import significant
from knowledge.models.report import Report, Unit
from knowledge.models.staff import TOWNSHIP
from knowledge.refusal import Refused
from knowledge.reports.handling import SUBJECT
from knowledge.reports.rights import access_report
from knowledge.staff import audit
from knowledge.staff.access import Actor, require


@dataclass(frozen=True)
class Identity:
    """What is known of a reporter: his words whole, where he said that he is, since when he writes, how often."""

    words: str
    place_code: str | None
    first_seen: datetime | None
    reports: int


def show(session: Session, actor: Actor, number: int, now: datetime) -> Identity:
    """The reporter, written down as seen; raises NotHere, and Refused where he wants no name."""
    require(actor, TOWNSHIP)
    report = access_report(session, actor, number)
    if report.is_anonymous and _is_complained_of(session, actor, report):
        raise Refused("反映人要求匿名，不能看。")
    audit.append(session, actor, "看反映人", SUBJECT, report.id, now, 编号=report.ticket_no)
    person = session.get(Person, report.person_id) if report.person_id else None
    made = select(func.count()).where(Report.person_id == report.person_id)
    return Identity(
        report.words,
        person.place_code if person else None,
        person.first_seen if person else None,
        (session.scalar(made) or 0) if person else 0,
    )


def _is_complained_of(session: Session, actor: Actor, report: Report) -> bool:
    """Whether the actor may be of the unit: of its own division, or of any that is not the county's."""
    unit = session.get(Unit, report.unit_id) if report.unit_id else None
    is_its_own = unit is not None and significant(unit.region_code) == significant(actor.region_code)
    return not actor.is_county or is_its_own
