"""PostgreSQL ended without warning or hung, under web and worker as processes of their own."""

import os
import signal
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, literal, select
from sqlalchemy.exc import OperationalError

from bot.conversation import Conversation, Parts
from bot.safekeeping import KEPT
from knowledge import absence, db, deadline
from knowledge.absence import Absence, Away
from knowledge.db import Store, open_store
from knowledge.models.person import Erasure
from tests.bot import wechat_client as weixin
from tests.bot.farmers import ASKED, Farmers, delivered
from tests.bot.installation import Installation, openid, until
from tests.bot.wechat_stand_in import StandIn
from tests.conftest import Farmer
from tests.postgres_server import Cluster

RESTARTS, DELIVERIES = 5, 3
LATER = ""


def logged(data: Path) -> str:
    return (data / "log").read_text()


def is_answering(installation: Installation) -> bool:
    try:
        return installation.push(ASKED[-1], 99) == KEPT
    except OSError:
        return False


def spooled(installation: Installation) -> list[str]:
    return [path.name for path in (installation.data / "spool").iterdir()]


def befallen_by_restarts(cluster: Cluster, wait: Callable[[], None]) -> None:
    for _ in range(RESTARTS):
        wait()
        cluster.stop()
        cluster.start()


def befallen_by_an_absence(cluster: Cluster, wait: Callable[[], None]) -> None:
    wait()
    cluster.stop()
    for _ in range(3):
        wait()
    cluster.start()


def befallen_by_a_hang(cluster: Cluster, wait: Callable[[], None]) -> None:
    wait()
    cluster.hang()
    for _ in range(3):
        wait()
    cluster.resume()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("befalls", [befallen_by_restarts, befallen_by_an_absence, befallen_by_a_hang])
def test_everybody_is_answered_once_and_nobody_is_told_to_write_again(
    on_postgresql: Installation,
    cluster: Cluster,
    real_platform: StandIn,
    befalls: Callable[[Cluster, Callable[[], None]], None],
) -> None:
    on_postgresql.start_web()
    worker = on_postgresql.start_worker()
    right = {text: on_postgresql.push(text, number) for number, text in enumerate(ASKED, 1)}
    before, farmers = on_postgresql.stored(), Farmers(on_postgresql, DELIVERIES)
    with farmers.writing():
        befalls(cluster, farmers.wait)
        farmers.wait()
    assert not farmers.unheard
    asked = {number: text for number, (text, _) in farmers.said.items()}
    assert all(reply in (right[asked[number]], LATER, KEPT) for number, (_, reply) in farmers.said.items())
    waiting = {
        openid(number): right[asked[number]] for number, (_, reply) in farmers.said.items() if reply in (LATER, KEPT)
    }
    until(lambda: len(real_platform.sent) >= len(waiting), "the late answers")
    sent = dict(real_platform.sent)
    assert len(sent) == len(real_platform.sent) and set(sent) == set(waiting)
    assert all(text.endswith(waiting[who]) for who, text in sent.items())
    # A retry of everything brings what there is, and nothing is there twice.
    assert {number: on_postgresql.push(text, number) for number, text in asked.items()} == {
        number: right[text] for number, text in asked.items()
    }
    assert on_postgresql.stored() == sorted([*before, *asked]) and not spooled(on_postgresql)
    assert {state for state, _ in on_postgresql.inbound()} == {"done"} and worker.poll() is None


@pytest.mark.timeout(300)
def test_with_the_database_away_words_and_goodbyes_are_kept(
    on_postgresql: Installation, cluster: Cluster, real_platform: StandIn
) -> None:
    on_postgresql.start_web()
    worker = on_postgresql.start_worker()
    right = {text: on_postgresql.push(text, number) for number, text in enumerate(ASKED, 1)}
    kept = on_postgresql.stored()
    goodbye = weixin.event("unsubscribe", sender=openid(1))
    cluster.stop()
    heard = {number: delivered(on_postgresql, text, number, DELIVERIES) for number, text in enumerate(ASKED, 11)}
    assert set(heard.values()) == {KEPT} and not on_postgresql.is_ready()
    # Whichever process it reaches, a retry is told the same.
    assert {on_postgresql.push(ASKED[0], 11) for _ in range(6)} == {KEPT}
    assert on_postgresql.post(goodbye) == b"success"
    assert len(spooled(on_postgresql)) == len(heard) + 1
    cluster.start()
    until(lambda: len(real_platform.sent) == len(heard), "the answers")
    assert {who for who, _ in real_platform.sent} == {openid(number) for number in heard}
    assert {text: on_postgresql.push(text, number) for number, text in enumerate(ASKED, 11)} == right
    until(lambda: not spooled(on_postgresql), "the goodbye")
    with on_postgresql.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Erasure)) == 1
    assert on_postgresql.stored() == [*kept, *heard] and worker.poll() is None
    assert "the store is gone: messages are kept in the spool until it is back\n" in logged(on_postgresql.data)


@pytest.mark.timeout(300)
def test_with_the_database_hung_no_thread_is_held_for_good(on_postgresql: Installation, cluster: Cluster) -> None:
    on_postgresql.start_web()
    right = on_postgresql.push(ASKED[0], 1)
    cluster.hang()
    # More than there are threads: who comes later finds one that is free.
    for _ in range(2):
        with ThreadPoolExecutor(16) as crowd:
            looks = [crowd.submit(on_postgresql.status, "/readyz") for _ in range(16)]
            assert {look.result() for look in looks} == {503}
    assert {on_postgresql.push(ASKED[0], number) for number in range(11, 31)} == {KEPT}
    cluster.resume()
    until(on_postgresql.is_ready, "the return of the store")
    until(lambda: on_postgresql.push(ASKED[0], 1) == right, "the return of the store in each process")


@pytest.mark.timeout(300)
def test_with_a_table_locked_who_waits_behind_others_is_told_in_time_too(on_postgresql: Installation) -> None:
    on_postgresql.start_web()
    with on_postgresql.store.engine.begin() as connection, ThreadPoolExecutor(24) as crowd:
        connection.exec_driver_sql("LOCK TABLE inbound")
        pushed = [crowd.submit(on_postgresql.push, ASKED[0], number) for number in range(11, 35)]
        assert {push.result() for push in pushed} == {KEPT}


@pytest.mark.timeout(300)
def test_a_process_of_the_web_that_dies_while_the_database_is_away_takes_nothing_along(
    on_postgresql: Installation, cluster: Cluster
) -> None:
    web = on_postgresql.start_web()
    cluster.stop()
    for child in Path(f"/proc/{web.pid}/task/{web.pid}/children").read_text().split():
        os.kill(int(child), signal.SIGKILL)
    until(lambda: is_answering(on_postgresql) or web.poll() is not None, "the next process's start")
    assert web.poll() is None and on_postgresql.push(ASKED[0], 1) == KEPT
    cluster.start()
    until(lambda: on_postgresql.push(ASKED[0], 1) not in (KEPT, LATER), "the return of the store")


class Looks:
    """Looks into a store, and knows how often."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.count = 0

    def __call__(self) -> bool:
        self.count += 1
        with self._store.reading() as session:
            return bool(session.scalar(select(literal(True))))


def test_who_writes_while_the_server_starts_again_is_answered(
    on_postgresql: Installation,
    cluster: Cluster,
    sqlite_parts: Parts,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(absence, "PATIENCE_SECONDS", 60.0)
    monkeypatch.setattr(db, "current", lambda: on_postgresql.store)
    farmer, heard = Farmer(Conversation(replace(sqlite_parts, store=on_postgresql.store))), list[str]()
    cluster.stop()
    waiting = threading.Thread(target=lambda: heard.append(farmer.says(ASKED[0])))
    waiting.start()
    until(lambda: "messages wait for it" in caplog.text, "a first try")
    cluster.start()
    waiting.join(60)
    assert heard and "黄龙病" in heard[0]


def test_in_a_long_absence_nobody_tries_but_the_one_who_looks(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(absence, "PATIENCE_SECONDS", 0.0)
    store = open_store(f"{cluster.url}/postgres")
    look, gone = Looks(store), Absence(store)
    cluster.stop()
    with pytest.raises(OperationalError):
        gone.outlast(look)
    for _ in range(2):
        with pytest.raises(Away):
            gone.outlast(look)
    assert look.count == 1
    cluster.start()
    until(lambda: not gone.is_known, "the return of the store")
    assert gone.outlast(look)
    store.engine.dispose()


def test_a_server_that_hangs_is_known_at_once(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(absence, "PATIENCE_SECONDS", 60.0)
    monkeypatch.setattr(absence, "HUNG_SECONDS", 0.2)
    store = open_store(f"{cluster.url}/postgres")
    look, gone = Looks(store), Absence(store)
    assert gone.outlast(look)
    cluster.hang()
    with deadline.within(0.5), pytest.raises(OperationalError):
        gone.outlast(look)
    assert gone.is_known
    cluster.resume()
    until(lambda: not gone.is_known, "the return of the store")
    assert gone.outlast(look)
    store.engine.dispose()


def test_a_slow_answer_of_a_server_is_heard_by_who_has_the_time(cluster: Cluster) -> None:
    store = open_store(f"{cluster.url}/postgres")
    with store.engine.connect() as connection:
        with deadline.within(0.1):
            connection.exec_driver_sql("SELECT 1")
            with pytest.raises(OperationalError, match="did not answer in time"):
                connection.exec_driver_sql("SELECT pg_sleep(30)")
        connection.invalidate()
    with store.engine.connect() as connection:
        connection.exec_driver_sql("SELECT pg_sleep(0.5)")
    store.engine.dispose()


def test_who_has_had_his_time_begins_no_connection(cluster: Cluster) -> None:
    store = open_store(f"{cluster.url}/postgres")
    with deadline.within(-1), pytest.raises(OperationalError, match="no time is left"):
        store.engine.connect()
    store.engine.dispose()


def test_a_server_that_accepts_and_never_answers_is_gone() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        store = open_store(f"postgresql+psycopg://tianxun@127.0.0.1:{deaf.getsockname()[1]}/postgres")
        gone = Absence(store)
        with pytest.raises(OperationalError):
            gone.outlast(Looks(store))
        assert gone.is_known
        store.engine.dispose()
