"""A decision of staff: its row, and its line in the audit log, always with a reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.imports.report import ImportRefused
from knowledge.models.decision import Decision
from knowledge.refusal import Refused
from knowledge.staff import audit
from knowledge.staff.access import Actor

RELEASED, MENDED, REJECTED, APPROVED, ENDED = "放行", "改正", "驳回", "通过", "下架"
LONGEST = 300
_SUBJECTS = {"held_quote": "待核价格", "quote": "价格", "job": "招工", "trade_post": "买卖信息"}


def needed(reason: str) -> str:
    """The reason as it is kept; raises Refused for none and for too long a one."""
    kept = reason.strip()
    if not kept:
        raise Refused("请写上理由，一句话就行。")
    if len(kept) > LONGEST:
        raise Refused(f"理由请写短些，不超过 {LONGEST} 个字。")
    return kept


def mendable(fault: ImportRefused) -> Refused:
    """What is wrong with figures that staff typed, without the row and column that a file would have."""
    return Refused(str(fault).splitlines()[0].partition("：")[2])


def decided(
    session: Session, actor: Actor, kind: str, row_id: int, verdict: str, reason: str, now: datetime, **detail: Any
) -> Decision:
    """Writes both, in the caller's transaction; raises Refused without a reason."""
    made = Decision(
        kind=kind,
        row_id=row_id,
        verdict=verdict,
        reason=needed(reason),
        staff_id=actor.id,
        staff_name=actor.name,
        decided_at=now,
    )
    session.add(made)
    session.flush()
    audit.append(session, actor, verdict, _SUBJECTS[kind], row_id, now, 理由=made.reason, **detail)
    return made


def of(session: Session, kind: str, ids: Sequence[int]) -> dict[int, list[Decision]]:
    """The decisions on these rows, oldest first."""
    found: dict[int, list[Decision]] = {number: [] for number in ids}
    statement = select(Decision).where(Decision.kind == kind, Decision.row_id.in_(ids)).order_by(Decision.id)
    for each in session.scalars(statement):
        found[each.row_id].append(each)
    return found
