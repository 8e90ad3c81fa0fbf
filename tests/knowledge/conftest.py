"""Databases with nothing in them, and one that farmers have talked to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.conversation import Conversation, Parts
from knowledge.db import Store, open_store
from knowledge.models.question import OpenQuestion
from knowledge.models.source import KeptPage, UnknownName
from tests.conftest import NOW, Farmer
from tests.knowledge.backups import ODD


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


@pytest.fixture
def lived_in(parts: Parts) -> Store:
    """A store that farmers have talked to, with texts and bytes of every kind."""
    Farmer(Conversation(parts)).says("白菜多少钱")
    Farmer(Conversation(parts), "oOther").says("火龙果树流胶还掉皮咋搞，电话13900000000")
    with parts.store.writing() as session:
        session.execute(update(OpenQuestion).values(text=ODD))
        page = KeptPage(sha256="a", content_type="text/html", body=bytes(range(256)) * 9, fetched_at=NOW)
        name = UnknownName(
            kind="unit", written="筐", source="s", means=None, first_seen=NOW, example={"乙\0": "1", "a": "\ud83d"}
        )
        session.add_all([page, name])
    return parts.store
