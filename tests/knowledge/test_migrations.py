"""Migrations: up, down and up again, with rows, on both databases."""

from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from knowledge import migrate, soundness
from knowledge.clock import Clock
from knowledge.db import Store, open_store
from knowledge.models.base import Base
from knowledge.starter import fill
from tests.conftest import HOME


def schema(store: Store) -> dict[str, list[str]]:
    look = inspect(store.engine)
    return {table: sorted(column["name"] for column in look.get_columns(table)) for table in look.get_table_names()}


def test_up_down_up_ends_in_the_same_schema(bare: Store, watch: Clock) -> None:
    migrate.upgrade(bare)
    first = schema(bare)
    assert set(Base.metadata.tables) <= set(first)
    fill.fill(bare, watch, HOME, starter=False, demo=False)
    migrate.downgrade(bare, "base")
    assert not set(schema(bare)) & set(Base.metadata.tables)
    migrate.upgrade(bare)
    assert schema(bare) == first
    assert not fill.is_filled(bare)


def test_a_store_that_is_newest_stays_as_it_is(bare: Store) -> None:
    migrate.upgrade(bare)
    assert migrate.is_newest(bare)
    migrate.upgrade(bare)
    assert migrate.is_newest(bare)


def test_a_damaged_store_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "broken.sqlite"
    path.write_bytes(b"SQLite format 3\x00" + b"\x07" * 5000)
    store = open_store(f"sqlite:///{path}")
    with pytest.raises(RuntimeError, match="restore"):
        soundness.check_sound(store)
    store.engine.dispose()


def test_groups_of_one_question_and_what_replies_rest_on_outlive_an_upgrade(bare: Store, watch: Clock) -> None:
    migrate.upgrade(bare)
    fill.fill(bare, watch, HOME, starter=False, demo=False)
    migrate.downgrade(bare, "0003")
    group = (
        "INSERT INTO open_question(id, account_id, key, text, intent, state, asked_at, answer)"
        " VALUES (:id, 1, :key, 'q', 'ask_price', :state, '2026-11-24 00:00:00', '')"
    )
    message = (
        "INSERT INTO inbound(id, account_id, channel, claim, kind, text, media, sent_at, received_at, state, tries,"
        " intent, confidence, entities, reply) VALUES (1, 1, 'test', 'c', 'text', 'q', '', '2026-11-24 00:00:00',"
        " '2026-11-24 00:00:00', 'done', 0, '', 0.0, '[]', '')"
    )
    with bare.engine.begin() as connection:
        connection.execute(text(group), {"id": 1, "key": "k", "state": "answered"})
        connection.execute(text(group), {"id": 2, "key": "k#7", "state": "open"})
        connection.execute(text(message))
        connection.execute(text("INSERT INTO reply_basis(inbound_id, kind, row_id) VALUES (1, 'quote', 5)"))
    migrate.upgrade(bare)
    with bare.engine.connect() as connection:
        groups = connection.execute(text("SELECT id, key FROM open_question ORDER BY id")).all()
        assert groups == [(1, "k#1"), (2, "k")]
        assert connection.execute(text("SELECT inbound_id, kind, row_id FROM reply_basis")).all() == [(1, "quote", 5)]


def test_pages_of_before_belong_to_the_source_that_asks_for_them(bare: Store, watch: Clock) -> None:
    migrate.upgrade(bare)
    fill.fill(bare, watch, HOME, starter=False, demo=False)
    migrate.downgrade(bare, "0007")
    run = (
        "INSERT INTO import_run(id, account_id, kind, file_name, sha256, started_at)"
        " VALUES (:id, 1, 'prices', :name, 'x', '2026-11-24 00:00:00')"
    )
    page = (
        'INSERT INTO "fetch"(id, account_id, source, ask, url, sha256, etag, last_modified, fetched_at, source_run_id)'
        " VALUES (1, 1, 'xinfadi', 'a', 'http://a.example/', 'x', '', '', '2026-11-24 00:00:00', 1)"
    )
    with bare.engine.begin() as connection:
        for number, name in enumerate(("http://a.example/", "prices.csv"), 101):
            connection.execute(text(run), {"id": number, "name": name})
        connection.execute(text(page))
    migrate.upgrade(bare)
    with bare.engine.connect() as connection:
        found = connection.execute(text("SELECT source FROM import_run WHERE id > 100 ORDER BY id")).scalars().all()
        assert found == ["xinfadi", ""]
