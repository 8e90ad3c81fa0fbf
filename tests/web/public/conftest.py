"""The farmers' pages over a filled store, without a server."""

from functools import cache

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from knowledge import vault
from knowledge.db import Store
from knowledge.models.commodity import Commodity
from knowledge.vault import Vault
from tests.conftest import SECRET
from web import public


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "current", cache(lambda: Vault(SECRET)))


@pytest.fixture
def app(sqlite_store: Store) -> Flask:
    made = Flask("webhook")
    made.register_blueprint(public.blueprint())
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def number_of(store: Store, name: str) -> int:
    """A commodity's number."""
    with store.reading() as session:
        return session.scalars(select(Commodity.id).where(Commodity.name == name)).one()
