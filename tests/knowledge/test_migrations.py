"""Migrations: up, down and up again, with rows, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect

from knowledge import db, migrate
from knowledge.clock import Clock
from knowledge.db import Store, open_store
from knowledge.models.base import Base
from knowledge.starter import fill
from tests.conftest import HOME


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        store = open_store(f"sqlite:///{tmp_path / 'bare.sqlite'}")
    else:
        server = request.getfixturevalue("postgresql")
        admin = open_store(f"{server}/postgres")
        with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("DROP DATABASE IF EXISTS bare WITH (FORCE)")
            connection.exec_driver_sql("CREATE DATABASE bare")
        admin.engine.dispose()
        store = open_store(f"{server}/bare")
    yield store
    store.engine.dispose()


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
        db.check_sound(store)
    store.engine.dispose()
