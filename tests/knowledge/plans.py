"""How the database goes about what it is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.orm import Session

Asked = list[tuple[str, Any]]


@contextmanager
def heard(session: Session) -> Iterator[Asked]:
    """Every statement within the block, with its values."""
    engine, asked = session.get_bind().engine, []  # type: ignore[var-annotated]

    def hear(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        asked.append((statement, values))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def told(session: Session, asked: Asked) -> str:
    """The plans of these statements, one step a line."""
    connection = session.connection()
    explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    if explain == "EXPLAIN":
        # A small table is walked through in any case: what matters is that there is another way.
        connection.execute(text("SET LOCAL enable_seqscan = off"))
    return "\n".join(
        str(row[-1])
        for statement, values in asked
        for row in connection.exec_driver_sql(f"{explain} {statement}", values)
    )
