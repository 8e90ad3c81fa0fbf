"""What reports need from the first day: holidays, classes with their clocks, and the units of the home division.

Holidays of 2026: 国务院办公厅关于2026年部分节假日安排的通知 (国办发明电〔2025〕7号, 2025-11-04), compared with its text
in 中山日报 of 2025-11-05. Those of 2027 were not known when this was written: until staff enter them, weekends
count alone, and each due day says so.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.db import Store
from knowledge.models.base import DEFAULT_ACCOUNT, Account
from knowledge.models.holiday import Holiday
from knowledge.models.region import Region, significant
from knowledge.models.report import ReportClass, Unit
from knowledge.starter import rows

# What the office of a division is called by the ending of its name.
_OFFICES = {"镇": "人民政府", "乡": "人民政府", "街道": "办事处"}
_TOWNSHIP_DIGITS = 9


def bring(store: Store) -> None:
    """Gives a filled store what an older release did not have; what staff keep there stays."""
    with store.reading() as session:
        if session.scalar(select(ReportClass.id).limit(1)) is not None:
            return
    with store.writing(changes_answers=False) as session:
        put(session, session.scalar(select(Account.home_region).where(Account.id == DEFAULT_ACCOUNT)) or "")


def put(session: Session, home: str) -> None:
    """Puts all of it into the caller's transaction, unless there are classes already."""
    if session.scalar(select(ReportClass.id).limit(1)) is not None:
        return
    for row in rows.of("report_classes.csv"):
        figures = {name: int(row.pop(name)) for name in ("figure", "first_hours", "longest")}
        session.add(ReportClass(**row, **figures))
    for row in rows.of("holidays.csv"):
        day = date.fromisoformat(row["day"])
        session.add(Holiday(day=day, is_working=row["working"] == "1", name=row["name"], source=row["source"]))
    _units(session, home)
    session.flush()


def _units(session: Session, home: str) -> None:
    place = session.get_one(Region, home)
    desk, *bureaus = rows.of("units.csv")
    above = Unit(name=f"{place.name}{desk['name']}", region_code=home)
    session.add(above)
    session.flush()
    if place.name.endswith(("县", "市", "区", "旗")):
        for row in bureaus:
            name = f"{place.name}{row['name']}"
            session.add(Unit(name=name, region_code=home, parent_id=above.id, subjects=row["subjects"]))
    inside = select(Region).where(Region.code.startswith(significant(home)), Region.code != home)
    for township in session.scalars(inside.order_by(Region.code)):
        office = next((what for ending, what in _OFFICES.items() if township.name.endswith(ending)), "")
        if office and len(significant(township.code)) == _TOWNSHIP_DIGITS:
            session.add(Unit(name=f"{township.name}{office}", region_code=township.code, parent_id=above.id))
