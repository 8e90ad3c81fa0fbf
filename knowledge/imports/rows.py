"""One way to bring a row in: new, changed or the same by its natural key."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.imports.report import Report
from knowledge.models.base import Base


def merge(
    session: Session,
    table: type[Base],
    key: dict[str, Any],
    values: dict[str, Any],
    run_id: int | None,
    report: Report,
) -> Any:
    """The row of this key with these values, counted in the report; returns it when it is new or changed."""
    row: Any = session.scalar(select(table).filter_by(**key))
    if row is None:
        row = table(**key, **values, import_run_id=run_id)
        session.add(row)
        session.flush()
        report.new += 1
        return row
    if all(getattr(row, name) == value for name, value in values.items()):
        report.same += 1
        return None
    for name, value in values.items():
        setattr(row, name, value)
    row.import_run_id = run_id
    session.flush()
    report.changed += 1
    return row
