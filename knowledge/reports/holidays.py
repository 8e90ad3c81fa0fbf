"""The days that are not what their weekday says, as county staff keep them; a change moves what is due."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.models.holiday import Holiday
from knowledge.models.report import ANSWERED, Report, ReportClass
from knowledge.models.staff import COUNTY
from knowledge.refusal import Refused
from knowledge.reports import handling, running, steps
from knowledge.staff import audit
from knowledge.staff.access import Actor, require

SUBJECT = "放假安排"
_LONGEST_NAME = 30
_FIRST_YEAR, _LAST_YEAR = 2020, 2100
_MOST_NAMED = 50


def of_year(session: Session, year: int) -> Sequence[Holiday]:
    """The days of a year that stand here, in order."""
    inside = Holiday.day.between(date(year, 1, 1), date(year, 12, 31))
    return session.scalars(select(Holiday).where(inside).order_by(Holiday.day)).all()


def put(session: Session, actor: Actor, day: date, is_working: bool, name: str, now: datetime) -> int:
    """Sets a day; returns how many reports are due at another time for it. Raises NotHere and Refused."""
    require(actor, COUNTY)
    called = name.strip()
    if not called or len(called) > _LONGEST_NAME:
        raise Refused(f"请写这天是什么日子，最多 {_LONGEST_NAME} 字。")
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise Refused(f"日期要在 {_FIRST_YEAR} 年到 {_LAST_YEAR} 年之间。")
    row = session.scalar(select(Holiday).where(Holiday.day == day)) or Holiday(day=day)
    row.is_working, row.name, row.source = is_working, called, actor.name
    session.add(row)
    return _moved(session, actor, day, f"{called}，{'上班' if is_working else '放假'}", now)


def remove(session: Session, actor: Actor, day: date, now: datetime) -> int:
    """Takes a day out, so that its weekday counts; returns how many reports are due at another time for it.

    Raises NotHere and Refused.
    """
    require(actor, COUNTY)
    row = session.scalar(select(Holiday).where(Holiday.day == day))
    if row is None:
        raise Refused("这天没有特别安排。")
    session.delete(row)
    return _moved(session, actor, day, "删去，按星期算", now)


def _moved(session: Session, actor: Actor, day: date, what: str, now: datetime) -> int:
    session.flush()
    counted = (
        select(Report, ReportClass)
        .join(ReportClass, ReportClass.id == Report.class_id)
        .where(Report.state != ANSWERED, ReportClass.clock == running.DAYS)
        .order_by(Report.id)
        .with_for_update(of=Report)
    )
    moved = [one for report, kind in session.execute(counted).all() if (one := _move(session, report, kind, now))]
    named = "、".join(moved[:_MOST_NAMED])
    audit.append(session, actor, "改放假安排", SUBJECT, day, now, 日子=f"{day}", 改成=what, 件数=len(moved), 诉求=named)
    return len(moved)


def _move(session: Session, report: Report, kind: ReportClass, now: datetime) -> str:
    """The report's number with its old and new day; empty where its term stays."""
    before = report.due_at
    handling.set_term(session, report, kind, report.allowed)
    if report.due_at == before:
        return ""
    if report.due_at > now and report.reopened_at is None:
        # It was late by a calendar that was wrong.
        report.was_late = False
    again = steps.count(session, report, "calendar")
    old, new = (f"{clock.local(moment):%-m月%-d日}" for moment in (before, report.due_at))
    steps.add(session, report, f"calendar-{again}", f"放假安排有变，期限由{old}改到{new}", now, is_shown=True)
    return f"{report.ticket_no}（{old}→{new}）"
