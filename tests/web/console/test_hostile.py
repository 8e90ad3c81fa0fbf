"""What comes from outside is only ever text: hostile words in every column, every page opened in a real browser."""

from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import JSON, String, cast, select, update
from sqlalchemy.orm import Session

from bot.conversation import Conversation, Parts
from knowledge.models import load_all
from knowledge.models.base import Base
from knowledge.staff import audit
from tests.conftest import NOW, Farmer
from tests.web.console.site import chromium, entered, served

PAYLOADS = (
    "<script>window.__ran=1</script>", "<img src=x onerror=window.__ran=1>", "<svg onload=window.__ran=1>",
    "\"'><body onload=window.__ran=1>", "{{7*7}}", "<a href=javascript:window.__ran=1>看</a>",
    "<math><mtext><style><img src=x onerror=window.__ran=1></style></mtext></math>", "&lt;script&gt;window.__ran=1&lt;/script&gt;",
)  # fmt: skip
# Columns that anybody outside has a say in, sources and staff included.
COLUMNS = {
    "article": ("title", "body", "source", "category", "reviewer"),
    "notice": ("title", "body", "publisher", "document_no"),
    "job": ("title", "employer", "place", "contact", "phone", "description", "source", "held_for"),
    "trade_post": ("place", "contact", "phone", "held_for"),
    "market": ("name", "aliases"),
    "commodity_alias": ("name",),
    "problem": ("aliases",),
    "series": ("written", "variety", "source"),
    "inbound": ("text", "reply"),
    "open_question": ("text", "answer"),
    "audit_entry": ("staff_name", "subject_id"),
}
MOST_PAGES = 120


def poison(session: Session) -> None:
    """Appends a payload to every text of these columns."""
    load_all()
    payloads = count()
    for name, columns in COLUMNS.items():
        table = Base.metadata.tables[name]
        assert session.execute(select(table)).first() is not None, f"no row of {name}"
        for column in columns:
            assert isinstance(table.c[column].type, String) and not isinstance(table.c[column].type, JSON)
            hostile = PAYLOADS[next(payloads) % len(PAYLOADS)]
            session.execute(update(table).values({column: cast(table.c[column], String) + hostile}))


@pytest.fixture
def poisoned(staffed: object, sqlite_parts: Parts) -> Iterator[str]:
    farmer = Farmer(Conversation(sqlite_parts))
    for payload in PAYLOADS:
        farmer.says(f"火龙果树流胶还掉皮咋搞{payload}")
    with sqlite_parts.store.writing() as session:
        audit.append(session, None, "试", "行", 1, NOW, words=PAYLOADS[0])
        poison(session)
    with served(sqlite_parts) as address:
        yield address


def test_no_page_runs_what_it_shows(poisoned: str) -> None:
    with chromium() as browser:
        page = entered(browser, poisoned, "county")
        ran: list[str] = []
        page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda said: ran.append(said.text) if "Content Security Policy" in said.text else None)
        waiting, seen = [f"{poisoned}/console/", f"{poisoned}/", f"{poisoned}/phone"], set[str]()
        while waiting and len(seen) < MOST_PAGES:
            where = waiting.pop(0)
            if where in seen or where.endswith(".xlsx"):
                continue
            seen.add(where)
            page.goto(where)
            assert not page.evaluate("window.__ran"), where
            links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
            assert not [link for link in links if link.startswith(("javascript:", "data:"))], where
            waiting += [link.split("#")[0] for link in links if link.startswith(poisoned)]
        assert not ran and len(seen) > 10
