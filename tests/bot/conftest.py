"""What the bot's tests stand on: WeChat's outward side, Redis, and an installation as processes."""

import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels import wechat_api
from bot.channels.wechat_api import WeChatApi
from bot.state import State
from knowledge import migrate
from knowledge.db import open_store
from knowledge.starter import fill
from tests import postgres_server
from tests.bot import wechat_stand_in
from tests.bot.installation import Installation
from tests.bot.redis_server import Server
from tests.bot.running import Running
from tests.bot.wechat_stand_in import StandIn
from tests.conftest import HOME, StandingClock, free_port, missing
from tests.postgres_server import Cluster


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    monkeypatch.setattr(wechat_api.time, "sleep", lambda _seconds: None)
    with wechat_stand_in.running() as running:
        yield running


@pytest.fixture
def real_platform() -> Iterator[StandIn]:
    """The same for processes, which wait as they wait."""
    with wechat_stand_in.running() as running:
        yield running


@pytest.fixture
def api(platform: StandIn, state: State) -> WeChatApi:
    return WeChatApi(wechat_stand_in.settings_of(platform), state)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    if not shutil.which("redis-server"):
        missing("redis-server")
    running = Server(tmp_path)
    yield running
    running.process.send_signal(signal.SIGCONT)
    running.stop()


@pytest.fixture
def data(filled_sqlite: Path, model: Path, tmp_path: Path) -> Path:
    """The data folder of a prepared installation."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(filled_sqlite, folder / "tianxun.sqlite")
    shutil.copy(model, folder / "model.npz")
    return folder


@pytest.fixture
def on_redis(data: Path, real_platform: StandIn, server: Server) -> Iterator[Installation]:
    """An installation on a Redis server, of which nothing runs yet."""
    installation = Installation(data, real_platform.base, server.url)
    yield installation
    installation.end()


@pytest.fixture
def embedded(data: Path, real_platform: StandIn) -> Iterator[Installation]:
    """An installation with nothing beside it, of which nothing runs yet."""
    installation = Installation(data, real_platform.base)
    yield installation
    installation.end()


@pytest.fixture(params=["sqlite", "redis"])
def on_either(request: pytest.FixtureRequest, data: Path, real_platform: StandIn) -> Iterator[Installation]:
    """An installation on each state store, of which nothing runs yet."""
    url = request.getfixturevalue("server").url if request.param == "redis" else ""
    installation = Installation(data, real_platform.base, url)
    yield installation
    installation.end()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server that a test may stop, and starts again; apart from the one that the other tests share."""
    if not postgres_server.is_installed():
        missing("postgresql")
    # Processes are killed and the machine goes on: what the server has written is there, synced or not.
    running = Cluster(free_port(), syncs=False)
    yield running
    running.end()


@pytest.fixture(scope="session")
def filled_database(cluster: Cluster) -> str:
    """The name of a filled database on it, to be copied by each test."""
    cluster.say("CREATE DATABASE filled")
    store = open_store(f"{cluster.url}/filled")
    migrate.upgrade(store)
    fill.fill(store, StandingClock(), HOME, starter=True, demo=False)
    store.engine.dispose()
    return "filled"


@pytest.fixture
def on_postgresql(data: Path, real_platform: StandIn, cluster: Cluster, filled_database: str) -> Iterator[Installation]:
    """An installation on a PostgreSQL server, of which nothing runs yet."""
    if not cluster.runs:
        # A test that failed while it was stopped shall fail alone.
        cluster.start()
    cluster.resume()
    name = f"test_{time.monotonic_ns()}"
    cluster.say(f"CREATE DATABASE {name} TEMPLATE {filled_database}")
    installation = Installation(data, real_platform.base, database_url=f"{cluster.url}/{name}")
    yield installation
    installation.end()


@pytest.fixture
def running(data: Path) -> Iterator[Running]:
    started = Running(data)
    yield started
    if started.process.poll() is None:
        started.end(signal.SIGKILL)
