"""Reports of the same thing: offered to staff, and joined so that each reporter is told what comes of it."""

import re
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
# So far two reports must say the same to be offered.
ENOUGH = 0.4
_MOST = 10
# What the shorter one being within the longer counts against both being equal.
_WITHIN_WEIGHT = 0.7
_PLACE = re.compile(r"[\u4e00-\u9fa5]{2}(?:镇|乡|村|街道|组)")
_LITTLE = re.compile(
    r"没有?人|冇得?人|不[理管肯]|坏|烂|断|垮|[的了着过吗呢啊哒得]|我们?|你们?|他们?|别个|村里?|组里?|镇里?|屋里|家里|那个|这个|一直|好久"
    r"|很久|[几多两三四五六七八九十半]{1,4}个?[天月年次]|反映|投诉|举报|请|来|去|修|管|理|处理|解决|怎么|为什么|好|很|都|还|又|就|也|不|没|冇|有|是"
    r"|在|把|被|到|说|讲|我|手上|发"
)
_TOWNSHIP = 9


def likeness(one: str, other: str) -> float:
    """How far two reports say the same, 0 to 1: Dice, or nearly all of the shorter within the longer."""
    first, second = pairs(one), pairs(other)
    shared, smaller = len(first & second), min(len(first), len(second))
    if not shared:
        return 0.0
    return max(2 * shared / (len(first) + len(second)), _WITHIN_WEIGHT * shared / smaller)


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of what a report is about, without places and what every report says."""
    plain = "".join(character for character in normalise(text).text if character.isalpha())
    matter = _LITTLE.sub("", _PLACE.sub("", plain)) or plain
    return frozenset(matter[place : place + 2] for place in range(len(matter) - 1))


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
