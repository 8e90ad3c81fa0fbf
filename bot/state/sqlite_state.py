"""The embedded state store: one SQLite file that all processes of an installation share."""

import json
import logging
import sqlite3
import threading
from pathlib import Path
from typing import Any

from knowledge.clock import machine_seconds
from knowledge.turn import Turn

log = logging.getLogger(__name__)
_SWEEP_EVERY = 500


class SqliteState:
    """Keys in a table; commits are not synced, since what it holds may be lost."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.local()
        self._writes = 0
        self._turn = Turn(path.with_suffix(".turn"))
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection().execute("SELECT count(*) FROM entry").fetchone()
        except sqlite3.DatabaseError:
            self._set_aside()

    def add(self, key: str, value: Any, seconds: int) -> bool:
        now = machine_seconds()
        return (
            self._write(
                "INSERT INTO entry(key, value, expires) VALUES (?, ?, ?) ON CONFLICT(key) DO UPDATE"
                " SET value = excluded.value, expires = excluded.expires WHERE entry.expires <= ?",
                (key, json.dumps(value, ensure_ascii=False), now + seconds, now),
            )
            > 0
        )

    def get(self, key: str) -> Any:
        row = (
            self._connection()
            .execute("SELECT value FROM entry WHERE key = ? AND expires > ?", (key, machine_seconds()))
            .fetchone()
        )
        return json.loads(row[0]) if row else None

    def set(self, key: str, value: Any, seconds: int) -> None:
        self._write(
            "INSERT INTO entry(key, value, expires) VALUES (?, ?, ?) ON CONFLICT(key) DO UPDATE"
            " SET value = excluded.value, expires = excluded.expires",
            (key, json.dumps(value, ensure_ascii=False), machine_seconds() + seconds),
        )

    def delete(self, key: str, only: Any = None) -> None:
        if only is None:
            self._write("DELETE FROM entry WHERE key = ?", (key,))
        else:
            self._write("DELETE FROM entry WHERE key = ? AND value = ?", (key, json.dumps(only, ensure_ascii=False)))

    def count(self, key: str, seconds: int) -> int:
        now = machine_seconds()
        with self._turn():
            row = (
                self._connection()
                .execute(
                    "INSERT INTO entry(key, value, expires) VALUES (?, '1', ?) ON CONFLICT(key) DO UPDATE SET"
                    " value = CASE WHEN entry.expires <= ? THEN '1'"
                    " ELSE CAST(CAST(entry.value AS INTEGER) + 1 AS TEXT) END,"
                    " expires = CASE WHEN entry.expires <= ? THEN excluded.expires ELSE entry.expires END"
                    " RETURNING value",
                    (key, now + seconds, now, now),
                )
                .fetchone()
            )
        return int(row[0])

    def _write(self, statement: str, values: tuple[object, ...]) -> int:
        self._writes += 1
        if self._writes % _SWEEP_EVERY == 0:
            self._connection().execute("DELETE FROM entry WHERE expires <= ?", (machine_seconds(),))
        with self._turn():
            return self._connection().execute(statement, values).rowcount

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._path, timeout=2, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value TEXT, expires REAL) WITHOUT ROWID"
            )
            self._threads.connection = connection
        return connection

    def _set_aside(self) -> None:
        """A damaged file holds nothing that must be kept: it is moved away and a new one begun."""
        log.warning("state store %s was damaged and has been set aside", self._path.name)
        self._threads = threading.local()
        for path in self._path.parent.glob(self._path.name + "*"):
            if not path.name.endswith(".damaged"):
                path.replace(path.with_name(path.name + ".damaged"))
        self._connection()
