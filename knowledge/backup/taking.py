"""Taking a backup: of a running store, as it was at one moment."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Select, Table, select

from knowledge import migrate
from knowledge.backup import file
from knowledge.db import Store
from knowledge.snapshot import rows, snapshot, tables
from knowledge.soundness import is_absent

Say = Callable[[str, int], None]


def _silent(_table: str, _rows: int) -> None:
    pass


def take(store: Store, path: Path, now: datetime, key_mark: str, say: Say = _silent) -> int:
    """Writes the whole store to `path`; returns how many rows. `say` is told each table and its rows.

    Raises file.Refused where there is no store, or where `path` must not be written.
    """
    if is_absent(store):
        raise file.Refused("还没有数据库，没有可备份的 (there is no store yet)。")
    with snapshot(store) as connection:
        revision = migrate.revision_of(connection)
        if revision is None:
            raise file.Refused("数据库是空的，没有可备份的 (the store is empty)。")
        found = tables(connection)
        columns = {table.name: [column.name for column in kept(table)] for table in found}
        with file.written(path) as out:
            out.header(file.Header(revision, now.isoformat(), key_mark, columns))
            counts = {}
            for table in found:
                in_order: Select[Any] = select(*kept(table)).order_by(*table.primary_key.columns)
                counts[table.name] = out.table(rows(connection, in_order))
                say(table.name, counts[table.name])
    return sum(counts.values())


def kept(table: Table) -> list[Column[Any]]:
    """The columns that a backup holds: all that the database does not make itself."""
    return [column for column in table.columns if column.computed is None]
