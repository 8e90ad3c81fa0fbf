"""Real parts for the tests: a filled store on SQLite and on PostgreSQL, a Redis server, a clock that stands still."""

import os
import shutil
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot import service
from bot.conversation import Conversation, Parts
from bot.dispatch import Dispatcher
from bot.message import Message
from bot.nlu.model import load, save
from bot.nlu.understand import Understander
from bot.state import State
from bot.state.sqlite_state import SqliteState
from knowledge import clock, db, migrate, settings, vault
from knowledge.clock import Clock
from knowledge.db import Store, open_store
from knowledge.spool import Spool
from knowledge.starter import fill
from knowledge.vault import Vault
from tests import postgres_server
from tests.postgres_server import Cluster

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
HOME = "430725000000"
SECRET = "a secret of the tests"


@dataclass(frozen=True)
class StandingClock(Clock):
    """A clock that shows one moment."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment


def missing(package: str) -> None:
    """Skips for want of a Debian package; on CI its absence is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"the Debian package {package} is missing")
    pytest.skip(f"needs the Debian package {package}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def filled_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with catalogues, starter articles and samples, to be copied by each test."""
    path = tmp_path_factory.mktemp("filled") / "tianxun.sqlite"
    store = open_store(f"sqlite:///{path}")
    migrate.upgrade(store)
    fill.fill(store, StandingClock(), HOME, starter=True, demo=True)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.engine.dispose()
    return path


@pytest.fixture(scope="session")
def model(filled_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trained classifier, as a file."""
    path = tmp_path_factory.mktemp("model") / "model.npz"
    store = open_store(f"sqlite:///{filled_sqlite}")
    save(service.trained(store), path)
    store.engine.dispose()
    return path


@pytest.fixture(scope="session")
def understander(model: Path) -> Understander:
    return Understander(load(model))


@pytest.fixture
def dispatcher() -> Dispatcher:
    return Dispatcher()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a real PostgreSQL server of this test run's own."""
    if not postgres_server.is_installed():
        missing("postgresql")
    cluster = Cluster(free_port(), syncs=False)
    yield cluster.url
    cluster.end()


@pytest.fixture(scope="session")
def filled_postgresql(postgresql: str) -> str:
    """The name of a filled PostgreSQL database, to be copied by each test."""
    admin = open_store(f"{postgresql}/postgres")
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CREATE DATABASE filled")
    store = open_store(f"{postgresql}/filled")
    migrate.upgrade(store)
    fill.fill(store, StandingClock(), HOME, starter=True, demo=True)
    store.engine.dispose()
    admin.engine.dispose()
    return "filled"


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """A filled store of the test's own, on each database."""
    name = "sqlite_store" if request.param == "sqlite" else "postgresql_store"
    return request.getfixturevalue(name)


def _use(monkeypatch: pytest.MonkeyPatch, store: Store, watch: Clock) -> None:
    monkeypatch.setattr(db, "current", lambda: store)
    monkeypatch.setattr(clock, "current", lambda: watch)


@pytest.fixture
def watch() -> StandingClock:
    return StandingClock()


@pytest.fixture
def sqlite_store(filled_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, watch: Clock) -> Iterator[Store]:
    path = tmp_path / "tianxun.sqlite"
    shutil.copy(filled_sqlite, path)
    store = open_store(f"sqlite:///{path}")
    _use(monkeypatch, store, watch)
    yield store
    store.engine.dispose()


@pytest.fixture
def postgresql_store(
    postgresql: str, filled_postgresql: str, monkeypatch: pytest.MonkeyPatch, watch: Clock
) -> Iterator[Store]:
    name = f"test_{time.monotonic_ns()}"
    admin = open_store(f"{postgresql}/postgres")
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Servers of 15 and later; half the time of copying through the log.
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {filled_postgresql} STRATEGY FILE_COPY")
    store = open_store(f"{postgresql}/{name}")
    _use(monkeypatch, store, watch)
    yield store
    store.engine.dispose()
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.engine.dispose()


@pytest.fixture
def state(tmp_path: Path) -> State:
    return SqliteState(tmp_path / "state.sqlite")


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool", Vault(SECRET))


@pytest.fixture
def parts(
    store: Store, state: State, watch: Clock, understander: Understander, dispatcher: Dispatcher, spool: Spool
) -> Parts:
    return Parts(store, state, watch, Vault(SECRET), understander, dispatcher, spool)


@pytest.fixture
def sqlite_parts(
    sqlite_store: Store,
    state: State,
    watch: Clock,
    understander: Understander,
    dispatcher: Dispatcher,
    spool: Spool,
) -> Parts:
    return Parts(sqlite_store, state, watch, Vault(SECRET), understander, dispatcher, spool)


class Farmer:
    """Somebody who writes to the bot."""

    def __init__(self, conversation: Conversation, name: str = "oFarmer") -> None:
        self.conversation = conversation
        self.name = name
        self.count = 0

    def says(self, text: str, kind: str = "text") -> str:
        self.count += 1
        reply = self.conversation.reply_to(self.message(text, kind))
        assert reply is not None
        return reply.text

    def message(self, text: str, kind: str = "text") -> Message:
        return Message("test", self.name, (self.name, str(self.count)), kind, text, NOW + timedelta(seconds=self.count))


@pytest.fixture
def farmer(sqlite_parts: Parts) -> Farmer:
    return Farmer(Conversation(sqlite_parts))


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine's first message is not late: a test that wants lateness sets its own time."""
    monkeypatch.setattr("bot.conversation.DECIDE_SECONDS", 60.0)


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test reads the developer's own settings."""
    for cached in (settings.current, vault.current):
        cached.cache_clear()
    yield
    for cached in (settings.current, vault.current):
        cached.cache_clear()
