"""One contract for both state stores; and what happens when they fail."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from redis import Redis

from bot.conversation import Conversation, Parts
from bot.state import State, lock, open_state, redis_state, sqlite_state
from bot.state.redis_state import RedisState
from bot.state.sqlite_state import SqliteState
from tests.bot.redis_server import Server
from tests.conftest import Farmer


@pytest.fixture(params=["sqlite", "redis"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> State:
    if request.param == "sqlite":
        return open_state("", tmp_path)
    return open_state(request.getfixturevalue("server").url, tmp_path)


def pass_time(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Only the embedded store reads our clock; a Redis server has its own, and is waited for."""
    later = time.time() + seconds
    monkeypatch.setattr(sqlite_state, "machine_seconds", lambda: later)


def test_a_value_is_kept_as_json_holds_it(either: State) -> None:
    value = {"名": ["白菜", 1, None, True]}
    either.set("k", value, 60)
    assert either.get("k") == value
    assert either.get("absent") is None


def test_add_sets_only_what_is_absent(either: State) -> None:
    assert either.add("k", 1, 60) and not either.add("k", 2, 60)
    assert either.get("k") == 1


def test_delete_of_another_s_value_does_nothing(either: State) -> None:
    either.set("k", "mine", 60)
    either.delete("k", only="theirs")
    assert either.get("k") == "mine"
    either.delete("k", only="mine")
    assert either.get("k") is None


def test_a_counter_counts_and_a_new_period_begins_at_one(either: State, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [either.count("c", 1) for _ in range(3)] == [1, 2, 3]
    if isinstance(either, SqliteState):
        pass_time(monkeypatch, 2)
    else:
        Redis.from_url(f"redis://127.0.0.1:{_port(either)}/0").delete("tianxun:c")
    assert either.count("c", 1) == 1


def _port(state: State) -> int:
    assert isinstance(state, RedisState)
    return int(state._redis.connection_pool.connection_kwargs["port"])


def test_an_expired_value_is_gone_and_may_be_added_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = SqliteState(tmp_path / "s.sqlite")
    state.set("k", 1, 10)
    pass_time(monkeypatch, 11)
    assert state.get("k") is None and state.add("k", 2, 10)


def test_expiry_reaches_the_redis_server(server: Server) -> None:
    state = RedisState(server.url)
    state.set("k", 1, 50)
    state.count("c", 40)
    client = Redis.from_url(server.url)
    assert 0 < client.ttl("tianxun:k") <= 50 and 0 < client.ttl("tianxun:c") <= 40  # type: ignore[operator]


def test_counting_at_once_from_many_threads_loses_nothing(either: State) -> None:
    threads = [threading.Thread(target=lambda: [either.count("c", 60) for _ in range(20)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert either.count("c", 60) == 161


def test_a_lock_has_one_holder_and_is_free_after(either: State) -> None:
    with lock(either, "job", 60) as mine, lock(either, "job", 60) as theirs:
        assert mine and not theirs
    with lock(either, "job", 60) as again:
        assert again


def test_with_redis_stopped_nothing_raises_and_it_is_used_again_once_back(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = RedisState(server.url)
    state.set("k", 1, 60)
    server.stop()
    assert state.get("k") is None and state.count("c", 60) == 1 and state.add("l", 1, 60)
    server.start()
    later = time.time() + 10
    monkeypatch.setattr(redis_state, "machine_seconds", lambda: later)
    state.set("k", 2, 60)
    assert state.get("k") == 2


@pytest.mark.parametrize("fault", [signal.SIGSTOP, signal.SIGKILL])
def test_answers_go_on_with_redis_hung_or_gone(sqlite_parts: Parts, server: Server, fault: signal.Signals) -> None:
    from dataclasses import replace

    talk = Conversation(replace(sqlite_parts, state=RedisState(server.url)))
    farmer = Farmer(talk)
    assert "元/斤" in farmer.says("白菜多少钱")
    os.kill(server.process.pid, fault)
    assert "元/斤" in farmer.says("萝卜多少钱")
    assert "元/斤" in farmer.says("大蒜多少钱")


def test_a_damaged_embedded_store_is_set_aside_and_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    path.write_bytes(b"not a database at all" * 400)
    state = SqliteState(path)
    state.set("k", 1, 60)
    assert state.get("k") == 1
    assert path.with_name("state.sqlite.damaged").exists()
