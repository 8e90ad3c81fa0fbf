"""Getting in: name and password, then the second factor where there is one; guessing is slowed, never told apart."""

from datetime import datetime
from typing import NamedTuple

from knowledge.db import Store
from knowledge.models.staff import Staff
from knowledge.refusal import Refused
from knowledge.staff import accounts, audit, passwords, second_factor, sessions, throttle
from knowledge.staff.access import Actor, actor_of
from knowledge.vault import Vault

WRONG = "用户名或密码不对。"
WRONG_OLD = "现在的密码不对。"
WRONG_CODE = "验证码不对，或者已经用过了。"
TOO_MANY = "试的次数太多了，请过 15 分钟再试。"


class Entered(NamedTuple):
    """A session begun, and whether a code is still wanted."""

    token: str
    wants_code: bool


def with_password(store: Store, vault: Vault, name: str, password: str, address: str, now: datetime) -> Entered:
    """Begins a session; raises Refused with the same words for an unknown name, a wrong password, an ended account."""
    limits = throttle.keys(vault, name, address)
    with store.reading() as session:
        if not throttle.is_open(session, limits, now):
            raise Refused(TOO_MANY)
        found = accounts.by_name(session, name)
        kept = found.password_hash if found is not None and found.is_active else None
    is_right = passwords.matches(kept, password)
    with store.writing(changes_answers=False) as session:
        # Whoever was given a new password, or ended, while this one was being checked does not come in by the old one.
        found = session.get(Staff, found.id, with_for_update=True) if found is not None else None
        is_right = is_right and found is not None and found.is_active and found.password_hash == kept
        if not is_right or found is None:
            throttle.failed(session, limits, now)
        else:
            throttle.passed(session, limits)
            wants_code = found.totp_cipher is not None
            token = sessions.begin(session, found, now, is_complete=not wants_code)
            audit.append(
                session, actor_of(found), "密码正确，等验证码" if wants_code else "登录", "人员", found.id, now
            )
    if not is_right or found is None:
        raise Refused(WRONG)
    return Entered(token, wants_code)


def with_code(store: Store, vault: Vault, token: str, code: str, address: str, now: datetime) -> str:
    """Completes a session that waits for its code, under a new token; raises Refused."""
    with store.writing(changes_answers=False) as session:
        waiting = sessions.of(session, token, now, is_complete=False)
        if waiting is None:
            raise Refused("登录已过期，请重新登录。")
        actor, _ = waiting
        # Two who come with the same code at once: the second waits, and then finds it used.
        staff = session.get_one(Staff, actor.id, populate_existing=True, with_for_update=True)
        limits = throttle.keys(vault, f"code of {actor.name}", address)
        if not throttle.is_open(session, limits, now):
            raise Refused(TOO_MANY)
        if is_right := second_factor.passes(staff, vault, code, now):
            sessions.end(session, token)
            token = sessions.begin(session, staff, now, is_complete=True)
            audit.append(session, actor, "登录", "人员", actor.id, now)
        else:
            throttle.failed(session, limits, now)
    if not is_right:
        raise Refused(WRONG_CODE)
    return token


def prove(store: Store, vault: Vault, actor: Actor, password: str, address: str, now: datetime) -> None:
    """Who is in shows that he is himself, and not somebody at his open browser; raises Refused."""
    limits = throttle.keys(vault, actor.name, address)
    with store.reading() as session:
        if not throttle.is_open(session, limits, now):
            raise Refused(TOO_MANY)
        kept = session.get_one(Staff, actor.id).password_hash
    if not passwords.matches(kept, password):
        with store.writing(changes_answers=False) as session:
            throttle.failed(session, limits, now)
        raise Refused(WRONG_OLD)
