"""「解决了没有？」: asked once, seven days after the answer; 「没解决」 opens the report again, once."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import working_days
from knowledge.db import Store
from knowledge.models.outbox import Owed
from knowledge.models.report import ANSWERED, OPEN, Report, ReportClass
from knowledge.reports import running, steps

AFTER = timedelta(days=7)
# How long the answer to the question is waited for.
WAITS = timedelta(days=30)
AT_ONCE = 200
_KEY = "solved"


def ask_due(store: Store, now: datetime) -> int:
    """Owes the question to those who were answered seven days ago; returns how many reports were asked about."""
    due = select(Report).where(
        Report.state == ANSWERED, Report.asked_at.is_(None), Report.answered_at <= now - AFTER,
        Report.person_id.is_not(None),
    )  # fmt: skip
    with store.reading() as session:
        if session.scalar(due.with_only_columns(Report.id).limit(1)) is None:
            return 0
    with store.writing(changes_answers=False) as session:
        found = session.scalars(due.order_by(Report.id).limit(AT_ONCE).with_for_update(skip_locked=True)).all()
        for report in found:
            _ask(session, report, now)
    return len(found)


def _ask(session: Session, report: Report, now: datetime) -> None:
    report.asked_at = now
    steps.add(session, report, _KEY, "问反映人解决了没有", now)
    named = f"您反映的「{report.words[:30]}」（编号{report.ticket_no}）"
    text = f"{named}答复有些天了。解决了没有？请回「解决了」或「没解决」。"
    cause = f"{steps.CAUSE}{report.id}:{_KEY}:{report.stage}"
    session.add(Owed(person_id=report.person_id or 0, cause=cause, text=text, created_at=now))


def waiting(session: Session, person_id: int, now: datetime) -> Report | None:
    """The report that the person was asked about last and has not said anything of; None where there is none."""
    asked = (
        select(Report)
        .where(Report.person_id == person_id, Report.is_solved.is_(None), Report.asked_at >= now - WAITS)
        .order_by(Report.asked_at.desc(), Report.id.desc())
    )
    return next((one for one in session.scalars(asked) if _is_told(session, one)), None)


def may_reopen(report: Report) -> bool:
    """Whether 「没解决」 opens it again: the first time."""
    return report.reopened_at is None


def judge(session: Session, report: Report, is_solved: bool, words: str, now: datetime) -> None:
    """Keeps what the reporter says, in the caller's transaction; the first 「没解决」 opens the report again."""
    report.is_solved = is_solved
    said = "反映人说解决了" if is_solved else "反映人说没解决"
    steps.add(session, report, "judged", said, now, words=words, is_shown=True)
    if not is_solved and may_reopen(report):
        _reopen(session, report, now)


def _reopen(session: Session, report: Report, now: datetime) -> None:
    """From now on with a whole term; what came before stays as it was, `was_late` with it."""
    calendar, kind = working_days.read(session), session.get_one(ReportClass, report.class_id)
    # One that was joined goes on by itself: for the others it may be solved.
    report.joined_to = None
    report.state, report.reopened_at, report.started_at = OPEN, now, now
    report.stage, report.reminded, report.reply, report.replied_by = report.stage + 1, "", "", None
    report.answered_at = report.asked_at = report.is_solved = None
    report.allowed = kind.figure
    report.due_at = running.due_at(calendar, kind.clock, now, kind.figure)
    running.start(session, report, calendar)
    steps.add(session, report, "reopened", "重新办理", now, is_shown=True)


def _is_told(session: Session, report: Report) -> bool:
    """Whether the question has reached him: it may have been read where WeChat did not confirm it."""
    cause = f"{steps.CAUSE}{report.id}:{_KEY}:{report.stage}"
    owed = select(Owed.id).where(Owed.person_id == report.person_id, Owed.cause == cause)
    gone = Owed.delivered_at.is_not(None) | Owed.attempted_at.is_not(None)
    return session.scalar(owed.where(gone)) is not None
