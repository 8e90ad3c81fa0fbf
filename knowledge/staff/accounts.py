"""Staff's accounts: each made, and given a new password, by the one above."""

import re
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge import catalogue
from knowledge.models.region import Region, significant
from knowledge.models.staff import ROLES, Staff, StaffSession
from knowledge.refusal import Refused
from knowledge.staff import access, passwords
from knowledge.staff.access import Actor
from knowledge.text import normalise

_NAME = re.compile(r"[\w.\-]{2,30}")
# Digits of a division code that each role's division has at least.
_LEAST_DIGITS = {"county": 2, "township": 9, "village": 9}


def add(
    session: Session,
    actor: Actor | None,
    name: str,
    role: str,
    region_code: str,
    password: str,
    now: datetime,
    village: str = "",
) -> Staff:
    """A new member of staff; `actor` is None on the installation's own command line, which may make any role.

    `village` names a division of 12 digits that the store does not know yet. Raises Refused for a name that is taken or
    malformed, a role or division that the actor may not give, an unknown division, or a weak password.
    """
    wanted = normalise(name).text.strip()
    if not _NAME.fullmatch(wanted):
        raise Refused("用户名应是 2 到 30 个汉字、字母、数字（可以有 . 和 -）。")
    if role not in ROLES:
        raise Refused(f"角色应是 {'、'.join(ROLES)} 之一。")
    if actor is not None and (access.MAKES.get(actor.role) != role or not actor.covers(region_code)):
        raise Refused("只能添加下一级的人员，而且要在您管的地方之内。")
    _know(session, region_code, village)
    if len(significant(region_code)) < _LEAST_DIGITS[role]:
        raise Refused(f"{access.ROLE_NAMES[role]}级人员要指定到乡镇或村。")
    if by_name(session, wanted) is not None:
        raise Refused(f"已经有叫「{wanted}」的人员了，换一个用户名。")
    staff = Staff(
        name=wanted,
        role=role,
        region_code=region_code,
        password_hash=passwords.hashed(password, wanted),
        must_change=actor is not None,
        made_by=actor.id if actor else None,
        made_at=now,
    )
    session.add(staff)
    session.flush()
    return staff


def _know(session: Session, code: str, village: str) -> None:
    """Takes a village into the store that is not among its divisions; raises Refused for any other unknown one."""
    if session.get(Region, code) is not None:
        return
    township = code[:9] + "000"
    if len(significant(code)) != 12 or session.get(Region, township) is None:
        raise Refused(f"没有代码是 {code} 的地方。")
    if not village.strip():
        raise Refused(f"还不知道代码是 {code} 的村叫什么，请写上村名。")
    session.add(Region(code=code, name=village.strip(), parent_code=township))
    session.flush()
    catalogue.touch(session)


def by_name(session: Session, name: str) -> Staff | None:
    """The member of staff of this name."""
    return session.scalars(select(Staff).where(Staff.name == normalise(name).text.strip())).one_or_none()


def everyone(session: Session) -> list[Staff]:
    """All of the installation's staff, by division and name."""
    return list(session.scalars(select(Staff).order_by(Staff.region_code, Staff.name)))


def set_password(session: Session, staff: Staff, password: str, *, by_himself: bool) -> None:
    """Changes the password and ends all of his sessions; raises Refused for a weak one."""
    staff.password_hash = passwords.hashed(password, staff.name)
    staff.must_change = not by_himself
    end_sessions(session, staff.id)


def disable(session: Session, staff: Staff) -> None:
    """Ends an account at once: no login, no session; what he did stays under his name."""
    staff.is_active = False
    end_sessions(session, staff.id)


def end_sessions(session: Session, staff_id: int) -> None:
    """Logs him out everywhere."""
    session.execute(delete(StaffSession).where(StaffSession.staff_id == staff_id))


def in_charge_of(session: Session, actor: Actor) -> list[Staff]:
    """Whom the actor made or may make, by division and name."""
    statement = (
        select(Staff)
        .where(Staff.role == access.MAKES.get(actor.role), actor.where(Staff.region_code))
        .order_by(Staff.region_code, Staff.name)
    )
    return list(session.scalars(statement))
