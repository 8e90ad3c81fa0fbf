"""A store at one moment: its tables as they are, and their rows as text that is the same from both databases."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, MetaData, Select, Table

from knowledge import migrate
from knowledge.db import Store

AT_ONCE = 200


@contextmanager
def snapshot(store: Store) -> Iterator[Connection]:
    """A connection whose reads all see one moment, however long they take; writers go on meanwhile."""
    options = {} if store.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with store.engine.connect().execution_options(**options) as connection:
        take_time(connection)
        yield connection


def take_time(connection: Connection) -> None:
    """Lets statements of this transaction take longer than an answer's may."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


def tables(connection: Connection) -> list[Table]:
    """The tables that the store has at its own revision, each after those that it refers to."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _found: name != "alembic_version" and _is_ours(name))
    return found.sorted_tables


def _is_ours(name: str) -> bool:
    return migrate.is_ours(None, name, "table", True, None)


def rows(connection: Connection, statement: Select[Any]) -> Iterator[Any]:
    """The rows of a statement, few of them in memory at a time."""
    yield from connection.execute(statement, execution_options={"yield_per": AT_ONCE})


def as_text(content: Any, *, sort_keys: bool = False) -> bytes:
    """A row, or what describes rows, as one line of JSON without its end."""
    return (_SORTING if sort_keys else _ENCODING)(content).encode("utf-8", "surrogatepass")


def _plain(value: Any) -> str:
    """What JSON has no word for; moments are UTC and written as SQLite keeps them and PostgreSQL reads them."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(f"{type(value).__name__} cannot be written yet")


_ENCODING = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode
_SORTING = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain, sort_keys=True).encode
