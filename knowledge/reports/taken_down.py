"""Reports that staff take down from elsewhere: a letter, a post, a call."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.models.report import Report, ReportClass
from knowledge.models.staff import TOWNSHIP
from knowledge.refusal import Refused
from knowledge.reports import filing, steps
from knowledge.reports.handling import SUBJECT
from knowledge.staff import audit
from knowledge.staff.access import Actor, require
from knowledge.text import storable

_LONGEST_WORDS, _LONGEST_ORIGIN = 1000, 60


def take(session: Session, actor: Actor, words: str, region_code: str, key: str, origin: str, now: datetime) -> Report:
    """Files it with nobody to be told, its clock running from now on; raises NotHere and Refused."""
    require(actor, TOWNSHIP)
    said, source = storable(words).strip(), storable(origin).strip()
    if not said or len(said) > _LONGEST_WORDS:
        raise Refused(f"请写是什么事，最多 {_LONGEST_WORDS} 字。")
    if not source or len(source) > _LONGEST_ORIGIN:
        raise Refused(f"请写从哪里来的，最多 {_LONGEST_ORIGIN} 字。")
    if not actor.covers(region_code or None):
        raise Refused("请选您管的地方。")
    if session.scalar(select(ReportClass.id).where(ReportClass.key == key)) is None:
        raise Refused("请选类别。")
    number = filing.free_ticket(session, clock.local(now).date())
    report = filing.file(session, filing.Said(number, said, "", region_code or None, False), None, now, key)
    steps.add(session, report, "origin", "工作人员从别处记下", now, words=source, actor=actor)
    audit.append(session, actor, "记诉求", SUBJECT, report.id, now, 编号=number, 来源=source)
    return report
