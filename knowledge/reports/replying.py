"""A unit's reply: written by one, reviewed by another, told to everyone who reported it, each once."""

from datetime import datetime

from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.desk.deciding import needed
from knowledge.editions import personal
from knowledge.models.report import ANSWERED, OPEN, REPLIED, Report, Unit
from knowledge.models.staff import VILLAGE
from knowledge.privacy import masked
from knowledge.questions import answering
from knowledge.refusal import Refused
from knowledge.reports import steps
from knowledge.reports.handling import SUBJECT
from knowledge.reports.rights import access_running
from knowledge.staff import audit
from knowledge.staff.access import Actor
from knowledge.text import storable

_LONGEST_PUBLIC = 200


def reply(session: Session, actor: Actor, number: int, text: str, now: datetime) -> None:
    """Keeps the unit's reply for review; the clock runs on. Raises NotHere and Refused."""
    report = access_running(session, actor, number, VILLAGE)
    if report.state != OPEN:
        raise Refused("已经有答复在等审核。")
    report.reply = answering.checked(session, text, clock.local(now).date())
    report.state, report.replied_by = REPLIED, actor.id
    key = f"replied-{steps.count(session, report, 'replied')}"
    steps.add(session, report, key, "答复已写，等审核", now, actor=actor)
    audit.append(session, actor, "写答复", SUBJECT, report.id, now, 编号=report.ticket_no, 答复=report.reply)


def send_back(session: Session, actor: Actor, number: int, reason: str, now: datetime) -> None:
    """Gives the reply back to its unit, with a reason. Raises NotHere and Refused."""
    report = _to_review(session, actor, number)
    why = needed(reason)
    report.state = OPEN
    key = f"returned-{steps.count(session, report, 'returned')}"
    steps.add(session, report, key, "答复退回重写", now, words=why, actor=actor)
    audit.append(session, actor, "退回答复", SUBJECT, report.id, now, 编号=report.ticket_no, 原因=why)


def approve(session: Session, actor: Actor, number: int, now: datetime, public_words: str = "") -> int:
    """Sends the reply to everyone who reported it; returns how many people. Raises NotHere and Refused.

    With `public_words` the report and its reply stand on the farmers' pages under these words.
    """
    report = _to_review(session, actor, number)
    report.public_words = _fit_for_all(public_words)
    unit = session.get(Unit, report.unit_id) if report.unit_id else None
    people = steps.tell(
        session, report, "answered", f"有答复了：\n{unit.name if unit else '县里'}：{report.reply}", now
    )
    for one in steps.everyone(session, report):
        one.state, one.answered_at, one.reply, one.next_at = ANSWERED, now, report.reply, None
        one.replied_by, one.unit_id = report.replied_by, report.unit_id
        one.was_late = one.was_late or now > one.due_at
        steps.add(session, one, "answered", "已答复", now, words=report.reply, actor=actor, is_shown=True)
    audit.append(session, actor, "审核答复", SUBJECT, report.id, now, 编号=report.ticket_no, 人数=people)
    return people


def _fit_for_all(words: str) -> str:
    """The words as the farmers' pages show them; raises Refused for those that hold a card's number."""
    said = storable(words).strip()[:_LONGEST_PUBLIC]
    why = personal.stops(said)
    if why:
        raise Refused(f"公开的话里有不能公开的：{why}")
    return masked(said)


def _to_review(session: Session, actor: Actor, number: int) -> Report:
    report = access_running(session, actor, number)
    if report.state != REPLIED:
        raise Refused("没有答复在等审核。")
    if report.replied_by == actor.id:
        raise Refused("自己写的答复要由别人审核。")
    return report
