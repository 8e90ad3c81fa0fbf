"""What was spooled comes into the store once, whatever has happened to the message and its sender since."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot import jobs, service
from bot.conversation import Conversation, Parts
from knowledge import coming_in, erasure, inbox
from knowledge.db import Line
from knowledge.inbox import Arrived
from knowledge.models.inbound import Inbound
from knowledge.models.outbox import Owed
from knowledge.models.person import Erasure, Person
from knowledge.privacy import masked
from knowledge.settings import Settings
from tests.conftest import NOW, Farmer

ASKED = "白菜多少钱"


def arrived(parts: Parts, number: int = 1, kind: str = "text") -> Arrived:
    message = Farmer(Conversation(parts)).message(ASKED, kind)
    one = Conversation(parts)._arrived(replace(message, key=(str(number),)))
    return replace(one, received_at=NOW + timedelta(seconds=number))


def bring_in(parts: Parts) -> int:
    return coming_in.bring_in(parts.store, parts.spool, parts.clock, 100)


def sweep(parts: Parts) -> None:
    jobs.work_off(service.Service(Settings(), parts.state, Conversation(parts)))


def count(parts: Parts, table: type) -> int:
    with parts.store.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def states(parts: Parts) -> list[str]:
    with parts.store.reading() as session:
        return list(session.scalars(select(Inbound.state).order_by(Inbound.id)))


def owed(parts: Parts) -> list[str]:
    with parts.store.reading() as session:
        return list(session.scalars(select(Owed.text).where(Owed.delivered_at.is_(None))))


def test_it_comes_in_pending_and_is_answered_once(parts: Parts) -> None:
    parts.spool.put(arrived(parts), NOW)
    assert bring_in(parts) == 1 and states(parts) == ["pending"] and bring_in(parts) == 0
    sweep(parts)
    sweep(parts)
    assert states(parts) == ["done"] and len(owed(parts)) == 1 and "元/斤" in owed(parts)[0]


def test_more_than_a_sweep_takes_at_once_is_all_done_in_one_sweep(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    for number in range(5):
        parts.spool.put(arrived(parts, number), NOW)
    sweep(parts)
    assert states(parts) == ["done"] * 5 and len(owed(parts)) == 5


def test_after_a_crash_between_store_and_spool_it_is_there_once(parts: Parts) -> None:
    inbox.postpone(parts.store, arrived(parts))
    parts.spool.put(arrived(parts), NOW)
    assert bring_in(parts) == 1 and states(parts) == ["pending"] and not list(parts.spool.waiting())


def test_what_was_stored_although_a_fault_was_seen_is_owed_once(parts: Parts) -> None:
    one = arrived(parts)
    inbox.record(parts.store, one, None, inbox.Outcome("两块"), NOW)
    for _ in range(2):
        parts.spool.put(one, NOW)
        assert bring_in(parts) == 1
    assert owed(parts) == ["两块"] and states(parts) == ["done"]


def test_what_a_later_delivery_has_been_answered_is_not_owed(parts: Parts) -> None:
    one = arrived(parts)
    parts.spool.put(one, NOW - timedelta(seconds=5))
    inbox.record(parts.store, one, None, inbox.Outcome("两块"), NOW)
    assert bring_in(parts) == 1 and owed(parts) == []


def test_a_retry_that_gets_the_stored_reply_is_owed_nothing(parts: Parts) -> None:
    conversation = Conversation(parts)
    message = Farmer(conversation).message(ASKED)
    first = conversation.reply_to(message)
    parts.spool.put(conversation._arrived(message), NOW)
    again = conversation.reply_to(message)
    assert first and again and again.text == first.text
    sweep(parts)
    assert owed(parts) == []


def test_who_has_asked_to_be_forgotten_since_does_not_come_in(parts: Parts) -> None:
    one = arrived(parts)
    parts.spool.put(one, NOW)
    erasure.erase(parts.store, one.sender_hash, masked, one.received_at + timedelta(seconds=1))
    assert bring_in(parts) == 1 and states(parts) == [] and count(parts, Person) == 0


def test_who_writes_again_after_he_was_forgotten_comes_in(parts: Parts) -> None:
    one = arrived(parts)
    erasure.erase(parts.store, one.sender_hash, masked, one.received_at - timedelta(seconds=1))
    parts.spool.put(one, NOW)
    assert bring_in(parts) == 1 and states(parts) == ["pending"]


def test_a_goodbye_that_was_spooled_forgets_him_and_not_who_he_is_after_it(parts: Parts) -> None:
    Farmer(Conversation(parts)).says(ASKED)
    words, goodbye = arrived(parts, 5), arrived(parts, 6, "unsubscribe")
    for _ in range(2):
        for each in (words, goodbye):
            parts.spool.put(each, NOW)
        sweep(parts)
    assert count(parts, Person) == 0 and owed(parts) == [] and count(parts, Erasure) == 1
    parts.spool.put(arrived(parts, 7), NOW)
    parts.spool.put(goodbye, NOW)
    sweep(parts)
    assert count(parts, Person) == 1 and len(owed(parts)) == 1


def test_one_that_the_store_refuses_stays_and_holds_up_no_other(
    parts: Parts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, add = arrived(parts, 1).claim, inbox.add_pending

    def refuses(line: Line, one: Arrived) -> None:
        if one.claim == bad:
            raise ZeroDivisionError
        add(line, one)

    monkeypatch.setattr(inbox, "add_pending", refuses)
    for number in (1, 2):
        parts.spool.put(arrived(parts, number), NOW)
    assert bring_in(parts) == 1
    assert [kept.arrived.claim for kept in parts.spool.waiting()] == [bad]
    assert "1 spooled messages have not come in yet (ZeroDivisionError())" in caplog.text
