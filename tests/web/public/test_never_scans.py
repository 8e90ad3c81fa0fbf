"""However many quotes there are, no page goes through them: every statement reaches them by an index."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from knowledge.db import Store
from tests.web.public.conftest import number_of
from web import api, public

PATHS = (
    "/",
    "/?kind=蔬菜&page=2",
    "/?q=菜",
    "/c/{}?days=365",
    "/c/{}.png",
    "/api/v1/prices?from=2026-11-01&region=北京市",
    "/api/v1/prices.csv?commodity=白菜",
)


@pytest.fixture
def statements(store: Store) -> list[tuple[str, Any]]:
    """What is asked of the store's quotes from now on, with its values."""
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        if "quote" in statement and not statement.startswith("EXPLAIN"):
            found.append((statement, values))

    event.listen(store.engine, "before_cursor_execute", note)
    return found


@pytest.mark.parametrize("path", PATHS)
def test_no_page_goes_through_the_quotes(store: Store, statements: list[tuple[str, Any]], path: str) -> None:
    app = Flask("webhook")
    app.register_blueprint(public.blueprint())
    app.register_blueprint(api.blueprint())
    assert app.test_client().get(path.format(number_of(store, "白菜"))).status_code == 200
    assert statements
    with store.engine.begin() as connection:
        if not store.is_sqlite:
            # A few hundred rows are faster read through: what counts is that it can be done otherwise.
            for way in ("seqscan", "hashjoin", "mergejoin"):
                connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        for statement, values in list(statements):
            explain = "EXPLAIN QUERY PLAN " if store.is_sqlite else "EXPLAIN "
            plan = [" ".join(map(str, row)) for row in connection.exec_driver_sql(explain + statement, values)]
            assert not list(gone_through(plan)), (statement, plan)


def gone_through(plan: list[str]) -> Iterator[str]:
    """The lines of a plan that go through all quotes, or through all of an index of them."""
    for line, following in zip(plan, [*plan[1:], ""], strict=True):
        embedded = re.search(r"\bSCAN (?!series|CONSTANT|.subquery)", line)
        through_index = "using uq_quote" in line and "Index Cond" not in following
        if embedded or "Seq Scan on quote" in line or through_index:
            yield line
