"""What staff do with a report while its clock runs; nothing here stops it but an answer or an explained extension."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import working_days
from knowledge.desk.deciding import needed
from knowledge.models.report import Report, ReportClass, Unit
from knowledge.models.staff import VILLAGE
from knowledge.refusal import Refused
from knowledge.reports import filing, running, steps
from knowledge.reports.rights import access_running
from knowledge.staff import audit
from knowledge.staff.access import Actor
from knowledge.text import storable

SUBJECT = "诉求"
_LONGEST = 300


def assign(session: Session, actor: Actor, number: int, unit_id: int, now: datetime) -> None:
    """Gives a report to another unit; its clock runs on. Raises NotHere and Refused."""
    report = access_running(session, actor, number)
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise Refused("没有这个承办单位。")
    if unit.id == report.unit_id:
        return
    report.unit_id = unit.id
    again = steps.count(session, report, "assigned")
    steps.add(session, report, f"assigned-{again}", f"交{unit.name}办理", now, actor=actor, is_shown=True)
    audit.append(session, actor, "分派", SUBJECT, report.id, now, 编号=report.ticket_no, 承办=unit.name)


def classify(session: Session, actor: Actor, number: int, key: str, reason: str, now: datetime) -> None:
    """Puts a report into another class, whose clock counts from the same beginning. Raises NotHere and Refused.

    A later term is told to the reporter with its reason, like an extension.
    """
    report = access_running(session, actor, number)
    kind = session.scalar(select(ReportClass).where(ReportClass.key == key))
    if kind is None:
        raise Refused("没有这个类别。")
    if kind.id == report.class_id:
        return
    why, before = needed(reason), report.due_at
    report.class_id = kind.id
    set_term(session, report, kind, kind.figure)
    again = steps.count(session, report, "class")
    steps.add(session, report, f"class-{again}", f"改为{kind.name}", now, words=why, actor=actor, is_shown=True)
    if report.due_at > before:
        _tell_term(session, report, kind, f"class-{again}", why, now)
    audit.append(session, actor, "改类别", SUBJECT, report.id, now, 编号=report.ticket_no, 类别=kind.name, 原因=why)


def extend(session: Session, actor: Actor, number: int, days: int, reason: str, now: datetime) -> None:
    """Gives a report `days` working days in all, with a reason that its reporters are told. Raises NotHere, Refused."""
    report = access_running(session, actor, number)
    kind = session.get_one(ReportClass, report.class_id)
    if not kind.longest:
        raise Refused(f"{kind.name}类不能延期。")
    if not report.allowed < days <= kind.longest:
        raise Refused(f"延期要比现在的 {report.allowed} 个工作日多，最多到 {kind.longest} 个工作日。")
    why = needed(reason)
    set_term(session, report, kind, days)
    said = f"延期到{filing.due_words(session, kind.clock, report.due_at)}"
    steps.add(session, report, "extended", said, now, words=why, actor=actor, is_shown=True)
    _tell_term(session, report, kind, "extended", why, now)
    audit.append(session, actor, "延期", SUBJECT, report.id, now, 编号=report.ticket_no, 工作日=days, 原因=why)


def inform(session: Session, actor: Actor, number: int, words: str, now: datetime) -> int:
    """Tells the reporters how it stands, before it is answered; returns how many people. Raises NotHere, Refused."""
    report = access_running(session, actor, number, VILLAGE)
    said = storable(words).strip()
    if not said or len(said) > _LONGEST:
        raise Refused(f"请写进展，最多 {_LONGEST} 字。")
    report.first_told_at = report.first_told_at or now
    key = f"told-{steps.count(session, report, 'told')}"
    steps.add(session, report, key, "进展", now, words=said, actor=actor, is_shown=True)
    people = steps.tell(session, report, key, f"进展：{said}", now)
    running.start(session, report, working_days.read(session))
    audit.append(session, actor, "告知进展", SUBJECT, report.id, now, 编号=report.ticket_no, 人数=people)
    return people


def set_term(session: Session, report: Report, kind: ReportClass, allowed: int) -> None:
    """A new term from the same beginning; a later one has reminders of its own."""
    calendar, before = working_days.read(session), report.due_at
    report.allowed = allowed
    report.due_at = running.due_at(calendar, kind.clock, report.started_at, allowed)
    if report.due_at > before:
        report.stage, report.reminded = report.stage + 1, ""
    running.start(session, report, calendar)


def _tell_term(session: Session, report: Report, kind: ReportClass, key: str, why: str, now: datetime) -> None:
    until = filing.due_words(session, kind.clock, report.due_at)
    steps.tell(session, report, key, f"要到{until}才能答复，原因：{why}", now)
