"""Databases with nothing in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.db import Store, open_store


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
