"""The open interface over a filled store, without a server."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from knowledge.db import Store
from web import api, public


@pytest.fixture
def app(sqlite_store: Store) -> Flask:
    made = Flask("webhook")
    made.json.ensure_ascii = False  # type: ignore[attr-defined]
    made.register_blueprint(public.blueprint())
    made.register_blueprint(api.blueprint(a_minute=100_000))
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
