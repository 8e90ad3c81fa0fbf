"""What people have agreed to be sent by subscription message, and what WeChat says became of it."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge.models.outbox import Owed
from knowledge.models.push import Consent, PushTry
from knowledge.pushes.allowed import SUBSCRIBED


def agree(session: Session, person_id: int, template: str, now: datetime) -> None:
    """The person has agreed to one message more."""
    if _of(session, person_id, template) is None:
        session.add(Consent(person_id=person_id, template=template, remaining=0, changed_at=now))
        session.flush()
    change(session, person_id, template, 1, now)


def change(session: Session, person_id: int, template: str, count: int, now: datetime) -> None:
    """So many messages more, or fewer, are left to one who has agreed to any; never fewer than none."""
    found = _of(session, person_id, template)
    if found is not None:
        found.remaining, found.changed_at = max(0, found.remaining + count), now


def end(session: Session, person_id: int, template: str, now: datetime) -> None:
    """The person wants no more of this template."""
    found = _of(session, person_id, template)
    if found is not None:
        found.remaining, found.changed_at = 0, now


def became(session: Session, person_id: int, message_id: str, errcode: int) -> None:
    """Keeps WeChat's word on a message that it had taken; one that did not arrive goes out with the next reply."""
    tried = session.scalar(
        select(PushTry)
        .where(PushTry.person_id == person_id, PushTry.way == SUBSCRIBED, PushTry.message_id.in_((message_id, "")))
        .order_by(PushTry.message_id.desc(), PushTry.id.desc())
        .limit(1)
    )
    if tried is None:
        return
    tried.message_id, tried.errcode = message_id, errcode
    if errcode:
        tried.result = "person"
        owed = update(Owed).where(Owed.id == tried.outbox_id, Owed.delivered_with.is_(None))
        session.execute(owed.values(delivered_at=None, result="person", errcode=errcode))


def _of(session: Session, person_id: int, template: str) -> Consent | None:
    wanted = select(Consent).where(Consent.person_id == person_id, Consent.template == template)
    return session.scalar(wanted.with_for_update())
