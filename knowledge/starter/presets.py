"""What reports need from the first day: holidays, classes with their clocks, and the units of the home division.

Holidays of 2026: 国务院办公厅关于2026年部分节假日安排的通知 (国办发明电〔2025〕7号, 2025-11-04), compared with its text
in 中山日报 of 2025-11-05. Those of 2027 were not known when this was written: until staff enter them, weekends
count alone, and each due day says so.
"""

from datetime import date

from sqlalchemy import Boolean, Connection, Date, Integer, String, column, insert, select, table

from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.region import significant
from knowledge.starter import rows

# As they were made, for the migration that makes them: what the models become later is no matter here.
_CLASS = table(
    "report_class", column("account_id", Integer), column("key", String), column("name", String),
    column("clock", String), column("figure", Integer), column("first_hours", Integer), column("longest", Integer),
)  # fmt: skip
_HOLIDAY = table(
    "holiday", column("account_id", Integer), column("day", Date), column("is_working", Boolean),
    column("name", String), column("source", String),
)  # fmt: skip
_UNIT = table(
    "unit", column("id", Integer), column("account_id", Integer), column("name", String), column("region_code", String),
    column("parent_id", Integer), column("subjects", String),
)  # fmt: skip
_REGION = table("region", column("code", String), column("name", String))
_FIGURES = ("figure", "first_hours", "longest")
# What the office of a division is called by the ending of its name.
_OFFICES = {"镇": "人民政府", "乡": "人民政府", "街道": "办事处"}
_TOWNSHIP_DIGITS = 9


def put(connection: Connection, home: str) -> None:
    """Puts all of it into the caller's transaction, for a store whose home division is `home`."""
    connection.execute(insert(_CLASS), [_class(row) for row in rows.of("report_classes.csv")])
    connection.execute(insert(_HOLIDAY), [_holiday(row) for row in rows.of("holidays.csv")])
    name = connection.scalar(select(_REGION.c.name).where(_REGION.c.code == home)) or ""
    desk, *bureaus = rows.of("units.csv")
    connection.execute(insert(_UNIT), [_unit(f"{name}{desk['name']}", home, None)])
    above = connection.scalar(select(_UNIT.c.id))
    units = [_unit(f"{name}{row['name']}", home, above, row["subjects"]) for row in bureaus if _has_bureaus(name)]
    inside = select(_REGION).where(_REGION.c.code.startswith(significant(home)), _REGION.c.code != home)
    for code, township in connection.execute(inside.order_by(_REGION.c.code)):
        office = next((what for ending, what in _OFFICES.items() if township.endswith(ending)), "")
        if office and len(significant(code)) == _TOWNSHIP_DIGITS:
            units.append(_unit(f"{township}{office}", code, above))
    if units:
        connection.execute(insert(_UNIT), units)


def _class(row: dict[str, str]) -> dict[str, object]:
    return {"account_id": DEFAULT_ACCOUNT, **row, **{name: int(row[name]) for name in _FIGURES}}


def _holiday(row: dict[str, str]) -> dict[str, object]:
    day, is_working = date.fromisoformat(row["day"]), row["working"] == "1"
    named = {"name": row["name"], "source": row["source"]}
    return {"account_id": DEFAULT_ACCOUNT, "day": day, "is_working": is_working, **named}


def _unit(name: str, region_code: str, above: int | None, subjects: str = "") -> dict[str, object]:
    where = {"region_code": region_code, "parent_id": above}
    return {"account_id": DEFAULT_ACCOUNT, "name": name, "subjects": subjects, **where}


def _has_bureaus(name: str) -> bool:
    return name.endswith(("县", "市", "区", "旗"))
