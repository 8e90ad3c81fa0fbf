"""Banning a phone and lifting the ban: what it takes down, and who is told."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.desk import deciding
from knowledge.models.moderated import BannedPhone
from knowledge.models.staff import COUNTY
from knowledge.moderation import bans, desk
from knowledge.moderation.holding import BANNED, Post, with_reason, without, words
from knowledge.refusal import Refused
from knowledge.staff import audit
from knowledge.staff.access import Actor, NotHere, require

_SUBJECT = "封号"


def ban(session: Session, actor: Actor, kind: str, number: int, reason: str, now: datetime) -> int:
    """Bans the phones of a post in the whole county; returns how many public posts it took down.

    Those that wait are held. Raises NotHere, and Refused without a reason, without a phone, or for one that is banned.
    """
    bans.wait_for_posts(session)
    row = desk.access_post(session, actor, kind, number)
    said, found = deciding.needed(reason), bans.numbers_of(row)
    if not found:
        raise Refused("这条没有电话，封不了。")
    known = set(session.scalars(select(BannedPhone.phone_hash)))
    fresh = [each for each in found if each.hashed not in known]
    if not fresh:
        raise Refused("这个电话已经封了。")
    for each in fresh:
        made = BannedPhone(phone_hash=each.hashed, last_digits=each.last_digits, reason=said, banned_at=now)
        made.staff_id, made.staff_name = actor.id, actor.name
        session.add(made)
        audit.append(session, actor, "封号", _SUBJECT, f"尾号 {each.last_digits}", now, 理由=said)
    session.flush()
    return sum(_hold(session, actor, post, said, now) for post in _with(session, {each.hashed for each in fresh}, now))


def lift(session: Session, actor: Actor, number: int, reason: str, now: datetime) -> None:
    """Lifts a ban: what waits is staff's to decide again, what was taken down stays so. Raises NotHere and Refused."""
    require(actor, COUNTY)
    found = session.get(BannedPhone, number)
    if found is None:
        raise NotHere
    said, hashed = deciding.needed(reason), found.phone_hash
    session.delete(found)
    session.flush()
    audit.append(session, actor, "解除封号", _SUBJECT, f"尾号 {found.last_digits}", now, 理由=said)
    for post in _with(session, {hashed}, now):
        if not bans.Bans(session).why(post.phone, words(post)):
            post.held_for = without(post.held_for, BANNED)


def listed(session: Session, actor: Actor) -> Sequence[BannedPhone]:
    """The bans, the newest first; raises NotHere for who is not of the county."""
    require(actor, COUNTY)
    return session.scalars(select(BannedPhone).order_by(BannedPhone.id.desc())).all()


def _hold(session: Session, actor: Actor, post: Post, reason: str, now: datetime) -> bool:
    """Whether it was public."""
    post.held_for = with_reason(post.held_for, bans.Bans(session).why(post.phone, words(post)))
    if post.status != desk.APPROVED:
        return False
    desk.take_down(session, actor, post, f"{BANNED}：{reason}"[: deciding.LONGEST], now)
    return True


def _with(session: Session, hashes: set[str], now: datetime) -> Iterable[Post]:
    """The posts that live and name one of these numbers, nobody else's to decide meanwhile."""
    for table in desk.tables():
        live = select(table).where(table.status.in_((desk.DRAFT, desk.APPROVED)), table.expires_at > now)
        ids = [row.id for row in session.scalars(live) if hashes & {each.hashed for each in bans.numbers_of(row)}]
        locked: Any = select(table).where(table.id.in_(ids)).with_for_update()
        yield from session.scalars(locked.execution_options(populate_existing=True)).all() if ids else ()
