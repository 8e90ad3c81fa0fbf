"""Restoring a backup: all of it in one transaction, so that the store is the old one or the new one at any moment."""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, Column, Connection, LargeBinary, Table, func, select
from sqlalchemy.orm import Session

from knowledge import erasure, migrate
from knowledge.backup import file
from knowledge.backup.taking import Say, kept
from knowledge.db import Store
from knowledge.models.base import Account
from knowledge.snapshot import tables, take_time

_COUNTERS = ("catalogue_revision", "knowledge_revision")


class Restored(NamedTuple):
    """What came of it: rows, and how many people were forgotten again."""

    rows: int
    forgotten: int


class _Before(NamedTuple):
    """What must outlive the store that is replaced: who was forgotten, and how far its counters had come."""

    erasures: list[tuple[str, datetime]]
    counters: int


def restore(store: Store, backup: file.Reader, name: str, *, force: bool, say: Say) -> Restored:
    """Puts the backup in place of the store's content, and brings it to the newest schema.

    Whoever asked the old store to be forgotten stays forgotten. Raises file.Refused, with nothing changed, for a store
    that is not empty unless `force` is given, and for a backup or store that is newer than the program.
    """
    _refuse_newer(name, backup.header.revision)
    with _replacing(store) as connection:
        before = _emptied(connection, force=force)
        migrate.move(connection, backup.header.revision)
        count = _filled(connection, backup, say)
        migrate.move(connection, migrate.NEWEST)
        with Session(connection, autoflush=False) as session:
            forgotten = erasure.replay(session, before.erasures)
            _count_on(session, before.counters)
            session.commit()
        return Restored(count, forgotten)


@contextmanager
def _replacing(store: Store) -> Iterator[Connection]:
    """One transaction that may take its time; processes that run learn of it as of any other change."""
    with store.turn(), store.engine.connect().execution_options(begin="IMMEDIATE") as connection, connection.begin():
        take_time(connection)
        if store.is_sqlite:
            # Rows of one table may refer to later ones; PostgreSQL looks at the end of each table anyway.
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        yield connection


def _refuse_newer(name: str, revision: str | None) -> None:
    if revision is not None and not migrate.is_known(revision):
        raise file.Refused(f"{name}：比程序新，请先更新程序 (newer than this program: {revision})。什么都没有改。")


def _emptied(connection: Connection, *, force: bool) -> _Before:
    """Takes out every table of ours."""
    revision = migrate.revision_of(connection)
    _refuse_newer("数据库", revision)
    if revision is None:
        return _Before([], 0)
    found = tables(connection)
    if not force and any(connection.execute(select(1).select_from(table).limit(1)).first() for table in found):
        raise file.Refused("数据库里已有资料；要用备份整个换掉，加 --force (the store is not empty)。什么都没有改。")
    before = _Before(erasure.ledger(connection), _highest_counter(connection, found))
    # Migrations down need not carry rows that are to go.
    _clear(connection, found)
    migrate.move(connection, migrate.NOTHING)
    return before


def _clear(connection: Connection, found: list[Table]) -> None:
    if connection.dialect.name == "postgresql":
        names = ", ".join(connection.dialect.identifier_preparer.format_table(table) for table in found)
        connection.exec_driver_sql(f"TRUNCATE {names}")
        return
    for table in reversed(found):
        connection.execute(table.delete())


def _filled(connection: Connection, backup: file.Reader, say: Say) -> int:
    """Fills the tables of the backup's own revision; returns how many rows."""
    known = {table.name: table for table in tables(connection)}
    total = 0
    for name, names in backup.header.tables.items():
        if name not in known or set(names) != {column.name for column in kept(known[name])}:
            raise file.Refused(f"备份里的 {name} 表和程序的不一样 (not of this program's making)。什么都没有改。")
        count = _fill(connection, known[name], names, backup.table())
        total += count
        say(name, count)
    return total


def _fill(connection: Connection, table: Table, names: list[str], rows: Iterable[list[Any]]) -> int:
    """Streams rows into a table, past everything that would hold them in memory."""
    quoted = connection.dialect.identifier_preparer
    where = f"{quoted.format_table(table)} ({', '.join(quoted.quote(name) for name in names)})"
    readings = [_reading(table.c[name]) for name in names]
    values = ([read(value) for read, value in zip(readings, row, strict=True)] for row in rows)
    cursor: Any = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        with cursor.copy(f"COPY {where} FROM STDIN") as copy:
            for row in values:
                copy.write_row([value.replace("\0", "") if isinstance(value, str) else value for value in row])
    else:
        statement = f"INSERT INTO {where} VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - names of the schema
        cursor.executemany(statement, values)
    count = max(int(cursor.rowcount), 0)
    cursor.close()
    _set_sequence(connection, table)
    return count


def _reading(column: Column[Any]) -> Callable[[Any], Any]:
    """How a value of the backup becomes one that both drivers take."""
    if isinstance(column.type, JSON):
        return lambda value: None if value is None and column.nullable else json.dumps(value)
    if isinstance(column.type, LargeBinary):
        return lambda value: None if value is None else base64.b64decode(value)
    return lambda value: value


def _set_sequence(connection: Connection, table: Table) -> None:
    """The next row gets a number that none has."""
    if connection.dialect.name != "postgresql" or "id" not in table.c:
        return
    sequence = func.pg_get_serial_sequence(table.name, "id")
    highest = func.max(table.c.id)
    connection.execute(select(func.setval(sequence, func.coalesce(highest, 1), highest.is_not(None))))


def _highest_counter(connection: Connection, found: list[Table]) -> int:
    """How far the account's counters are; a revision of long ago had fewer of them."""
    account = next((table for table in found if table.name == Account.__tablename__), None)
    counters = [] if account is None else [func.max(account.c[name]) for name in _COUNTERS if name in account.c]
    row = connection.execute(select(*counters)).one() if counters else ()
    return max((int(value or 0) for value in row), default=0)


def _count_on(session: Session, counters: int) -> None:
    """Every process reads anew what it had kept of the old store."""
    for account in session.scalars(select(Account)):
        highest = max(counters, account.catalogue_revision, account.knowledge_revision) + 1
        account.catalogue_revision = account.knowledge_revision = highest
    session.flush()
