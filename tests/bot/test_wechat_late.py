"""Answers that take too long, fail or cannot be stored: no message is lost, and WeChat is answered in time."""

import socket
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversation import Conversation, Parts
from bot.safekeeping import KEPT, NOT_STORED
from knowledge.models.inbound import Inbound
from knowledge.models.outbox import Owed
from knowledge.models.question import OpenQuestion
from tests.bot import wechat_client as weixin
from tests.bot.wechat_door import PLAIN, client_of, rows


def settled(parts: Parts) -> None:
    """A sweep of the worker."""
    from bot import jobs, service

    jobs.work_off(service.Service(PLAIN, parts.state, Conversation(parts)))


def waiting(parts: Parts) -> list[str]:
    """What is owed and not delivered."""
    with parts.store.reading() as session:
        return list(session.scalars(select(Owed.text).where(Owed.delivered_at.is_(None))))


def fails(*_: Any) -> Any:
    raise OSError("no space left")


class Slow:
    """Holds the deciding of messages up, with a line on which they may be answered meanwhile."""

    def __init__(self, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
        self._parts, self._hold = parts, threading.Event()
        real = type(parts.dispatcher).run
        monkeypatch.setattr("bot.safekeeping.POSTPONE_SECONDS", 20.0)
        monkeypatch.setattr(type(parts.dispatcher), "run", lambda *a: (self._hold.wait(20), real(*a))[1])

    def posts(self, text: str) -> bytes:
        """What the farmer's connection gets while the message is still being decided; then lets it go on."""
        ours, theirs = socket.socketpair()
        client = client_of(self._parts, seconds=0.2)
        arguments = {"query_string": weixin.query(), "data": weixin.text_push(text), "content_type": "text/xml"}
        request = threading.Thread(
            target=lambda: client.post("/wechat", environ_overrides={"gunicorn.socket": theirs}, **arguments)
        )
        request.start()
        ours.settimeout(20)
        got = b"".join(iter(lambda: ours.recv(4096), b""))
        self._hold.set()
        request.join()
        ours.close()
        theirs.close()
        return got


def test_a_slow_answer_comes_with_the_next_message(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot import jobs, service

    got = Slow(parts, monkeypatch).posts("白菜多少钱")
    assert got.startswith(b"HTTP/1.1 200 OK\r\n") and got.endswith(b"\r\n\r\nsuccess")
    conversation = Conversation(parts)
    assert jobs.answer_pending(service.Service(PLAIN, parts.state, conversation)) == 1
    late = weixin.content(weixin.post(client_of(parts), weixin.text_push("谢谢", message_id=2)))
    assert "您之前问的" in late and "元/斤" in late and "不客气" in late
    assert "您之前问的" not in weixin.content(weixin.post(client_of(parts), weixin.text_push("谢谢", message_id=3)))
    with parts.store.reading() as session:
        assert session.scalars(select(Owed)).one().delivered_at is not None


def test_a_retry_after_a_slow_answer_gets_that_answer(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot import jobs, service

    assert Slow(parts, monkeypatch).posts("白菜多少钱").endswith(b"success")
    jobs.answer_pending(service.Service(PLAIN, parts.state, Conversation(parts)))
    assert "元/斤" in weixin.content(weixin.post(client_of(parts), weixin.text_push("白菜多少钱")))
    assert "您之前问的" not in weixin.content(weixin.post(client_of(parts), weixin.text_push("谢谢", message_id=2)))


def test_with_a_store_that_another_writer_holds_a_message_is_kept_in_time(sqlite_parts: Parts) -> None:
    holder = sqlite3.connect(str(sqlite_parts.store.engine.url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    ours, theirs = socket.socketpair()
    ours.settimeout(20)
    client = client_of(sqlite_parts, seconds=0.2)
    arguments = {"query_string": weixin.query(), "data": weixin.text_push("白菜多少钱"), "content_type": "text/xml"}
    request = threading.Thread(
        target=lambda: client.post("/wechat", environ_overrides={"gunicorn.socket": theirs}, **arguments)
    )
    request.start()
    got = b"".join(iter(lambda: ours.recv(4096), b""))
    holder.execute("ROLLBACK")
    request.join()
    assert KEPT.encode() in got
    holder.close()
    ours.close()
    theirs.close()
    settled(sqlite_parts)
    assert [text for text in waiting(sqlite_parts) if "元/斤" in text] and rows(sqlite_parts, Owed) == 1


def test_a_slow_answer_whose_message_was_spooled_is_the_worker_s_alone(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.inbox.postpone", fails)
    assert KEPT.encode() in Slow(parts, monkeypatch).posts("白菜多少钱")
    assert rows(parts, Inbound) == 0
    settled(parts)
    assert rows(parts, Inbound) == 1 and len(waiting(parts)) == 1


def test_a_fault_in_an_answer_loses_no_message(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot import jobs, service

    def broken(*_: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(type(parts.dispatcher), "run", broken)
    assert weixin.post(client_of(parts), weixin.text_push("白菜多少钱")).data == b"success"
    running = service.Service(PLAIN, parts.state, Conversation(parts))
    for _ in range(4):
        jobs.answer_pending(running)
    with parts.store.reading() as session:
        assert session.scalars(select(Inbound.state)).one() == "parked"
        assert session.scalars(select(OpenQuestion.text)).one() == "白菜多少钱"


def test_what_the_store_refuses_is_kept_and_comes_in_once_it_can(sqlite_parts: Parts) -> None:
    client = client_of(sqlite_parts)
    with sqlite_parts.store.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON inbound BEGIN SELECT RAISE(FAIL, 'disk full'); END"
        )
    for _ in range(2):
        assert weixin.content(weixin.post(client, weixin.text_push("白菜多少钱"))) == KEPT
    settled(sqlite_parts)
    assert rows(sqlite_parts, Inbound) == 0
    with sqlite_parts.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER full")
    settled(sqlite_parts)
    assert rows(sqlite_parts, Inbound) == 1
    assert "元/斤" in weixin.content(weixin.post(client, weixin.text_push("白菜多少钱")))
    assert waiting(sqlite_parts) == []


def test_who_writes_with_store_and_spool_both_full_is_told_to_write_again(
    sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "spool").write_text("")
    monkeypatch.setattr("knowledge.inbox.postpone", fails)
    monkeypatch.setattr("knowledge.inbox.record", fails)
    assert weixin.content(weixin.post(client_of(sqlite_parts), weixin.text_push("白菜多少钱"))) == NOT_STORED
