"""The store: engine and transactions; the only place where SQLite and PostgreSQL differ in how they are opened."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, create_engine, event
from sqlalchemy.orm import Session as Session  # noqa: PLC0414 - for pages, which hold no SQL

from knowledge import settings
from knowledge.turn import Turn

BUSY_SECONDS = 5
_KNOWLEDGE_HAS_CHANGED = "UPDATE account SET knowledge_revision = knowledge_revision + 1"


@dataclass(frozen=True)
class Line:
    """A driver's connection in the middle of a transaction, and the dialect that it speaks."""

    driver: Any
    dialect: Dialect

    def say(self, statement: str) -> None:
        """Runs a statement without values."""
        cursor = self.driver.cursor()
        cursor.execute(statement)
        cursor.close()

    @property
    def refusal(self) -> type[Exception]:
        """What the driver raises for a row that is there already."""
        refusal: type[Exception] = self.dialect.loaded_dbapi.IntegrityError
        return refusal

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """What fails within the block, and that alone, is undone; the failure is raised."""
        self.say("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            self.say("ROLLBACK TO attempt")
            raise
        finally:
            self.say("RELEASE attempt")


def line_of(connection: Connection) -> Line:
    """The same transaction as SQLAlchemy's connection has it, for statements that are prepared."""
    return Line(connection.connection, connection.dialect)


@dataclass(frozen=True)
class Store:
    """One database and the two ways to work with it."""

    engine: Engine
    turn: Callable[..., AbstractContextManager[None]]

    @property
    def is_sqlite(self) -> bool:
        """Whether the store is the embedded one."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that takes no lock and changes nothing; one inside another sees the same snapshot."""
        outer = _reading.get()
        if outer is not None and outer.get_bind() is self.engine:
            yield outer
            return
        with Session(self.engine, autoflush=False, expire_on_commit=False) as session:
            token = _reading.set(session)
            try:
                yield session
            finally:
                _reading.reset(token)

    @contextmanager
    def recording(self) -> Iterator[Line]:
        """A transaction like `writing`, with nothing but the driver: for what every message does.

        It must leave alone what answers rest on, since the account's revision stays as it is. Raises TimeoutError when
        another writer holds the store for too long, and what the driver raises.
        """
        driver = self.engine.raw_connection()
        try:
            # Others wait while the turn is held: it covers the transaction and nothing else.
            with self.turn(BUSY_SECONDS):
                line = Line(driver, self.engine.dialect)
                try:
                    if self.is_sqlite:
                        line.say("BEGIN IMMEDIATE")
                    yield line
                    driver.commit()
                except BaseException:
                    driver.rollback()
                    raise
        finally:
            driver.close()

    @contextmanager
    def writing(self, changes_answers: bool = True) -> Iterator[Session]:
        """One transaction: all of it is durable after the block, or none of it on any exception.

        Where it `changes_answers`, kept ones are made anew.
        """
        with self.turn(), Session(self.engine, autoflush=False, expire_on_commit=False) as session:
            if self.is_sqlite:
                # Taking the write lock at once waits for its turn; upgrading a read lock later would fail.
                session.connection(execution_options={"begin": "IMMEDIATE"})
            yield session
            session.flush()
            if changes_answers:
                session.connection().exec_driver_sql(_KNOWLEDGE_HAS_CHANGED)
            session.commit()


_reading: ContextVar[Session | None] = ContextVar("reading", default=None)


def open_store(url: str) -> Store:
    """The store at `url`; nothing is created in it."""
    if not url.startswith("sqlite"):
        return _open_server(url)
    engine = create_engine(
        url, pool_size=10, max_overflow=10, pool_use_lifo=True, connect_args={"timeout": BUSY_SECONDS}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    path = sqlite_path(url)
    return Store(engine, Turn(path.with_suffix(".turn")) if path else _no_turn)


def _open_server(url: str) -> Store:
    # Who has the embedded store need not hold the driver in memory.
    from knowledge import bounded

    told = {"connect_timeout": bounded.CONNECT_SECONDS, "options": "-c timezone=UTC -c statement_timeout=60000"}
    engine = create_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True, connect_args=told)
    event.listen(engine, "do_connect", lambda _dialect, _record, given, named: bounded.connect(*given, **named))
    return Store(engine, _no_turn)


def _no_turn(_seconds: float = 0.0) -> AbstractContextManager[None]:
    """A database server lets its writers in by itself."""
    return nullcontext()


@cache
def current() -> Store:
    """This process's store, opened at first use."""
    return open_store(settings.current().database_url)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction control would begin too late and commit around DDL.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # NORMAL may roll back the last commits at a power cut, and an answered message must be stored.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # In kilobytes and for each connection; beyond it the system's own cache serves all of them.
    cursor.execute("PRAGMA cache_size=-4000")
    # Each checkpoint writes again, and syncs, what the log holds: seldom enough, a busy page is written once for many.
    cursor.execute("PRAGMA wal_autocheckpoint=4000")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    cursor = connection.connection.cursor()
    cursor.execute(f"BEGIN {mode}")
    cursor.close()


def sqlite_path(url: str) -> Path | None:
    """The file behind an SQLite URL; None for a database server."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None
