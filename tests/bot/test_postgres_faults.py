"""PostgreSQL ended without warning, under web and worker as processes of their own."""

import os
import signal
import threading
import urllib.error
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, literal, select
from sqlalchemy.exc import OperationalError

from bot.conversation import Conversation, Parts
from bot.safekeeping import NOT_STORED
from knowledge import absence, db
from knowledge.absence import Absence
from knowledge.db import Store, open_store
from knowledge.models.person import Erasure
from tests.bot import wechat_client as weixin
from tests.bot.farmers import ASKED, Farmers, delivered
from tests.bot.installation import Installation, openid, until
from tests.conftest import Farmer
from tests.postgres_server import Cluster

RESTARTS, DELIVERIES = 5, 3
LATER = ""


def logged(data: Path) -> str:
    return (data / "log").read_text()


def is_answering(installation: Installation) -> bool:
    try:
        return installation.push(ASKED[-1], 99) == NOT_STORED
    except OSError:
        return False


@pytest.mark.timeout(300)
def test_what_was_acknowledged_before_a_crash_is_stored_once_with_its_reply(
    on_postgresql: Installation, cluster: Cluster
) -> None:
    on_postgresql.start_web()
    worker = on_postgresql.start_worker()
    right = {text: on_postgresql.push(text, number) for number, text in enumerate(ASKED, 1)}
    before, farmers = on_postgresql.stored(), Farmers(on_postgresql, DELIVERIES)
    with farmers.writing():
        for _ in range(RESTARTS):
            farmers.wait()
            cluster.stop()
            cluster.start()
        farmers.wait()
    assert not farmers.unheard
    asked = {number: text for number, (text, _) in farmers.said.items()}
    acknowledged = {number: reply for number, (_, reply) in farmers.said.items() if reply != NOT_STORED}
    assert all(reply in (right[asked[number]], LATER) for number, reply in acknowledged.items())
    kept = on_postgresql.stored()
    assert set(acknowledged) <= set(kept) and len(kept) == len(set(kept))
    until(lambda: {state for state, _ in on_postgresql.inbound()} == {"done"}, "the late answers")
    # Whoever was told to write again does, and a retry of everything else brings what there is.
    assert {number: on_postgresql.push(text, number) for number, text in asked.items()} == {
        number: right[text] for number, text in asked.items()
    }
    assert on_postgresql.stored() == sorted([*before, *asked])
    assert worker.poll() is None


@pytest.mark.timeout(300)
def test_with_the_database_away_nobody_hears_that_his_message_is_kept(
    on_postgresql: Installation, cluster: Cluster
) -> None:
    on_postgresql.start_web()
    worker = on_postgresql.start_worker()
    right = {text: on_postgresql.push(text, number) for number, text in enumerate(ASKED, 1)}
    kept = on_postgresql.stored()
    goodbye = weixin.event("unsubscribe", sender=openid(1))
    cluster.stop()
    heard = {number: delivered(on_postgresql, text, number, DELIVERIES) for number, text in enumerate(ASKED, 11)}
    assert set(heard.values()) == {NOT_STORED} and not on_postgresql.is_ready()
    with pytest.raises(urllib.error.HTTPError) as refused:
        on_postgresql.post(goodbye)
    assert refused.value.code == 500 and b"Traceback" not in refused.value.read()
    cluster.start()
    until(on_postgresql.is_ready, "the return of the store")
    assert on_postgresql.stored() == kept
    assert {text: on_postgresql.push(text, number) for number, text in enumerate(ASKED, 11)} == right
    assert on_postgresql.post(goodbye) == b"success"
    with on_postgresql.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Erasure)) == 1
    assert on_postgresql.stored() == [*kept, *heard] and worker.poll() is None
    assert "could not be stored: the store is gone (OperationalError)\n" in logged(on_postgresql.data)


@pytest.mark.timeout(300)
def test_a_process_of_the_web_that_dies_while_the_database_is_away_takes_nothing_along(
    on_postgresql: Installation, cluster: Cluster
) -> None:
    web = on_postgresql.start_web()
    cluster.stop()
    for child in Path(f"/proc/{web.pid}/task/{web.pid}/children").read_text().split():
        os.kill(int(child), signal.SIGKILL)
    until(lambda: is_answering(on_postgresql) or web.poll() is not None, "the next process's start")
    assert web.poll() is None and on_postgresql.push(ASKED[0], 1) == NOT_STORED
    cluster.start()
    until(on_postgresql.is_ready, "the return of the store")
    assert on_postgresql.push(ASKED[0], 1) not in (NOT_STORED, LATER)


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


def test_in_a_long_absence_nobody_waits(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(absence, "PATIENCE_SECONDS", 0.0)
    store = open_store(f"{cluster.url}/postgres")
    look, gone = Looks(store), Absence(store)
    cluster.stop()
    for _ in range(2):
        with pytest.raises(OperationalError):
            gone.outlast(look)
    assert look.count == 2
    cluster.start()
    assert gone.outlast(look)
    store.engine.dispose()
