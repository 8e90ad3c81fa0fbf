"""Reports of the same thing: offered to staff, and joined so that each reporter is told what comes of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from knowledge.models.report import ANSWERED, Report
from knowledge.refusal import Refused
from knowledge.reports import steps
from knowledge.reports.handling import SUBJECT
from knowledge.reports.rights import access_running, may_see
from knowledge.staff import audit
from knowledge.staff.access import Actor
from knowledge.text import normalise

WITHIN = timedelta(days=14)
# The share of pairs of characters that must be common (Dice).
ENOUGH = 0.4
_MOST = 10
_TOWNSHIP = 9


def likeness(one: str, other: str) -> float:
    """The share of pairs of characters that two texts have in common, 0 to 1 (Dice)."""
    first, second = pairs(one), pairs(other)
    size = len(first) + len(second)
    return 2 * len(first & second) / size if size else 0.0


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text, without punctuation and figures."""
    plain = "".join(character for character in normalise(text).text if character.isalpha())
    return frozenset(plain[place : place + 2] for place in range(len(plain) - 1))


def offered(session: Session, actor: Actor, report: Report) -> Sequence[Report]:
    """Running reports of the same township and fourteen days that say much the same, the likest first."""
    if report.state == ANSWERED or report.joined_to is not None:
        return []
    nearby = select(Report).where(
        Report.id != report.id,
        Report.state != ANSWERED,
        Report.joined_to.is_(None),
        Report.received_at.between(report.received_at - WITHIN, report.received_at + WITHIN),
        _same_township(report),
        may_see(actor),
    )
    likest = sorted(
        ((likeness(report.words, one.words), -one.id, one) for one in session.scalars(nearby)), reverse=True
    )
    return [one for share, _, one in likest[:_MOST] if share >= ENOUGH]


def join(session: Session, actor: Actor, number: int, other: int, now: datetime) -> None:
    """Makes report `other`, with all that is joined to it, part of report `number`. Raises NotHere and Refused."""
    if number == other:
        raise Refused("不能和自己合并。")
    # In one order, whoever asks: two that join the same pair must not wait for one another.
    first, second = (access_running(session, actor, each) for each in sorted((number, other)))
    root, part = (first, second) if first.id == number else (second, first)
    for one in steps.everyone(session, part):
        one.joined_to, one.next_at = root.id, None
        steps.add(session, one, f"joined-{root.id}", "和别人反映的同一件事并在一起办", now, actor=actor, is_shown=True)
    if part.person_id is not None and part.person_id != root.person_id:
        _tell(session, part, now)
    audit.append(session, actor, "合并诉求", SUBJECT, root.id, now, 编号=root.ticket_no, 并入=part.ticket_no)


def _tell(session: Session, part: Report, now: datetime) -> None:
    until = "和别人反映的同一件事并在一起办，有结果一起告诉您。"
    steps.tell(session, part, "joined", until, now)


def _same_township(report: Report) -> ColumnElement[bool]:
    if report.region_code is None:
        return Report.region_code.is_(None)
    return Report.region_code.startswith(report.region_code[:_TOWNSHIP])
