"""The units that reports go to, and the clocks of the classes, as county staff keep them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models.region import Region
from knowledge.models.report import Report, ReportClass, Unit
from knowledge.models.staff import COUNTY
from knowledge.refusal import Refused
from knowledge.staff import audit
from knowledge.staff.access import Actor, require

SUBJECT, CLASS = "承办单位", "诉求类别"
_LONGEST_NAME, _LONGEST_SUBJECTS = 40, 300
_MOST_FIGURE = 366


def everything(session: Session) -> Sequence[Unit]:
    """All units, by division."""
    return session.scalars(select(Unit).order_by(Unit.region_code, Unit.id)).all()


def kinds(session: Session) -> Sequence[ReportClass]:
    """All classes, the most urgent first."""
    return session.scalars(select(ReportClass).order_by(ReportClass.id)).all()


def areas(session: Session, actor: Actor) -> dict[str, str]:
    """The actor's division and those directly below it: names and codes."""
    inside = (Region.code == actor.region_code) | (Region.parent_code == actor.region_code)
    return {one.name: one.code for one in session.scalars(select(Region).where(inside).order_by(Region.code))}


def put(
    session: Session, actor: Actor, number: int, name: str, region_code: str, phone: str, subjects: str, now: datetime
) -> None:
    """Changes unit `number`, or adds one where it is 0; raises NotHere and Refused."""
    require(actor, COUNTY)
    called, about = name.strip(), "|".join(subjects.replace("、", "|").replace(" ", "|").split("|"))
    if not called or len(called) > _LONGEST_NAME or len(about) > _LONGEST_SUBJECTS:
        raise Refused(f"请写单位的名称，最多 {_LONGEST_NAME} 字；管的事最多 {_LONGEST_SUBJECTS} 字。")
    if session.get(Region, region_code) is None or not actor.covers(region_code):
        raise Refused("请选单位管的地方，要在本县以内。")
    same = select(Unit.id).where(Unit.name == called, Unit.region_code == region_code, Unit.id != number)
    if session.scalar(same) is not None:
        raise Refused("这个单位已经有了。")
    unit = session.get(Unit, number) if number else Unit(parent_id=_desk(session))
    if unit is None:
        raise Refused("没有这个单位。")
    unit.name, unit.region_code, unit.phone, unit.subjects = called, region_code, phone.strip()[:40], about
    session.add(unit)
    session.flush()
    audit.append(session, actor, "改单位" if number else "加单位", SUBJECT, unit.id, now, 名称=called, 管=about)


def remove(session: Session, actor: Actor, number: int, now: datetime) -> None:
    """Takes a unit out; raises NotHere, and Refused for one that had reports, which the tables are to name."""
    require(actor, COUNTY)
    unit = session.get(Unit, number)
    if unit is None:
        raise Refused("没有这个单位。")
    if session.scalar(select(Report.id).where(Report.unit_id == number).limit(1)) is not None:
        raise Refused("这个单位办过诉求，统计里要用，不能删；可以改名、改管的事。")
    session.delete(unit)
    audit.append(session, actor, "删单位", SUBJECT, number, now, 名称=unit.name)


def set_clock(session: Session, actor: Actor, key: str, figure: int, longest: int, now: datetime) -> None:
    """Changes a class's term for reports that come from now on; raises NotHere and Refused."""
    require(actor, COUNTY)
    kind = session.scalar(select(ReportClass).where(ReportClass.key == key))
    if kind is None:
        raise Refused("没有这个类别。")
    if not 1 <= figure <= _MOST_FIGURE or not (longest == 0 or figure < longest <= _MOST_FIGURE):
        raise Refused(f"期限要在 1 到 {_MOST_FIGURE} 之间；延期要比它长，0 是不能延期。")
    before = f"{kind.figure}，延期到 {kind.longest}"
    kind.figure, kind.longest = figure, longest
    audit.append(
        session, actor, "改期限", CLASS, kind.id, now, 类别=kind.name, 原来=before, 现在=f"{figure}，延期到 {longest}"
    )


def _desk(session: Session) -> int | None:
    """The unit that is above all others."""
    return session.scalar(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1))
