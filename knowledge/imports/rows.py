"""One way to bring a row in: new, changed or the same by its natural key."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.imports.report import Report
from knowledge.models.base import Base
from knowledge.models.edition import Edition
from knowledge.moderation.holding import ACCUSED

_DECIDED = ("status", "held_for")


def merge(
    session: Session,
    table: type[Base],
    key: dict[str, Any],
    values: dict[str, Any],
    run_id: int | None,
    report: Report,
    keeps_status: bool = False,
    leaves_edited: bool = False,
) -> Any:
    """The row of this key with these values, counted in the report; returns it when it is new or changed.

    With `keeps_status` another status alone (and why a draft is held) is no change, and only what becomes a draft gets
    one: what staff decided stands until the row says something else. With `leaves_edited` what staff have written on
    at the console since is theirs, and stays as it is.
    """
    row: Any = session.scalar(select(table).filter_by(**key))
    if row is None:
        row = table(**key, **values, import_run_id=run_id)
        session.add(row)
        session.flush()
        report.new += 1
        return row
    if leaves_edited and _is_staffs(session, row):
        report.same += 1
        return None
    if _is_accused(row):
        values = {**values, **{name: getattr(row, name) for name in _DECIDED}}
    elif keeps_status:
        values = _with_status_of(row, values)
    if all(getattr(row, name) == value for name, value in values.items()):
        report.same += 1
        return None
    for name, value in values.items():
        setattr(row, name, value)
    row.import_run_id = run_id
    session.flush()
    report.changed += 1
    return row


def _is_staffs(session: Session, row: Any) -> bool:
    of_row = select(Edition.id).where(Edition.kind == row.__tablename__, Edition.row_id == row.id)
    return session.scalar(of_row.limit(1)) is not None


def _is_accused(row: Any) -> bool:
    """Whether readers took it out of sight, which staff alone set right, at the console."""
    return getattr(row, "status", "") == "draft" and getattr(row, "held_for", "").startswith(ACCUSED)


def _with_status_of(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    says_the_same = all(getattr(row, name) == value for name, value in values.items() if name not in _DECIDED)
    if values["status"] == "draft" and not says_the_same:
        return values
    # What a draft is held for may change with the rules.
    kept = ["status"] if row.status == "draft" else [name for name in _DECIDED if name in values]
    return {**values, **{name: getattr(row, name) for name in kept}}
