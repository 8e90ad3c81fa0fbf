"""The steps of a report, each once; and what its reporters are told, each once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from knowledge.models.outbox import Owed
from knowledge.models.report import Report, ReportStep
from knowledge.staff.access import Actor

CAUSE = "report:"


def add(
    session: Session,
    report: Report,
    key: str,
    said: str,
    now: datetime,
    *,
    words: str = "",
    actor: Actor | None = None,
    is_shown: bool = False,
) -> None:
    """Writes a step of the report's present stage; the store refuses a second one of the same key."""
    session.add(
        ReportStep(
            report_id=report.id,
            key=f"{key}:{report.stage}",
            said=said,
            words=words,
            staff_name=actor.name if actor else "",
            at=now,
            is_shown=is_shown,
        )
    )
    session.flush()


def of(session: Session, report_id: int) -> Sequence[ReportStep]:
    """All steps, oldest first."""
    return session.scalars(select(ReportStep).where(ReportStep.report_id == report_id).order_by(ReportStep.id)).all()


def count(session: Session, report: Report, key: str) -> int:
    """How many steps of this key there are in all stages: for steps that may come again."""
    return sum(step.key.startswith(f"{key}:") or step.key.startswith(f"{key}-") for step in of(session, report.id))


def everyone(session: Session, report: Report) -> Sequence[Report]:
    """The report and those joined to it, oldest first."""
    same = select(Report).where(or_(Report.id == report.id, Report.joined_to == report.id))
    return session.scalars(same.order_by(Report.id)).all()


def tell(session: Session, report: Report, key: str, text: str, now: datetime) -> int:
    """Owes a text to everyone who reported it, each with his own number; returns how many people."""
    told: set[int] = set()
    for one in everyone(session, report):
        if one.person_id is None or one.person_id in told:
            continue
        told.add(one.person_id)
        cause = f"{CAUSE}{report.id}:{key}:{report.stage}"
        said = f"您反映的事（编号{one.ticket_no}）{text}"
        session.add(Owed(person_id=one.person_id, cause=cause, text=said, created_at=now))
    session.flush()
    return len(told)
