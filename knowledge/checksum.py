"""One SHA-256 over what a store says: equal for equal content, on whichever database and in whatever order it lies."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, FromClause, Select, Table, UniqueConstraint, select

from knowledge.db import Store
from knowledge.models import load_all
from knowledge.models.base import Base
from knowledge.snapshot import as_text, rows, snapshot

# What is known, waits for staff or is published.
FACTS = (
    "region", "commodity", "commodity_alias", "market", "problem", "pesticide", "contact", "job_type",
    "series", "quote", "held_quote", "article", "notice", "job", "trade_post",
    "holiday", "report_class", "unit",
)  # fmt: skip
# People, talks and the installation's own record: for moves and restores.
OTHERS = (
    "account", "import_run", "quote_change", "kept_page", "fetch", "source_run", "source_setup", "unknown_name",
    "alarm", "alarm_sent", "synonym",
    "labelled_message", "removed_alias", "person", "erasure", "inbound", "reply_basis", "open_question", "asker",
    "outbox", "verdict", "post_outcome", "price_alert", "subscription", "push_try", "push_basis", "consent",
    "staff", "audit_entry", "edition", "review_step", "signature", "remark", "decision", "daily_figure",
    "banned_phone", "post_accusation", "contact_view",
    "report", "report_step", "hot_issue", "urgent_call",
)  # fmt: skip
# Made from the rest, or of this moment alone.
DERIVED = ("passage", "search_term", "staff_session", "login_failure", "editing", "fetch_order")

_SHOWN = {"article": "published", "notice": "published", "job": "approved", "trade_post": "approved"}
# How, when and by whom a fact came in, and what chance called it.
_HOW_IT_CAME = {"import_run_id", "held_at", "public_id", "person_id", "words", "extended_at"}
# They tell processes of changes, or are a post's name by chance, and say nothing themselves.
_COUNTERS = {"catalogue_revision", "knowledge_revision", "public_id"}
_KEYS = {"account": ("name",), "import_run": ("account_id", "kind", "file_name", "sha256", "started_at")}
_SIZE = 2**256


class Sum(NamedTuple):
    """One table's checksum."""

    table: str
    rows: int
    sha256: str


def checksum(store: Store, *, everything: bool = False) -> Iterator[Sum]:
    """The checksum of each table, all at one moment; `everything` takes people, talks and drafts in as well."""
    load_all()
    names = FACTS + OTHERS if everything else FACTS
    with snapshot(store) as connection:
        for name in names:
            table = Base.metadata.tables[name]
            yield _sum(connection, name, _everything(table) if everything else _facts(table))


def total(sums: Iterable[Sum]) -> str:
    """One SHA-256 over those of the tables."""
    return hashlib.sha256(as_text([list(each) for each in sums])).hexdigest()


def _sum(connection: Connection, name: str, statement: Select[Any]) -> Sum:
    """Rows' own SHA-256s added up, so that no order matters and no more than one row is held."""
    count = added = 0
    for row in rows(connection, statement):
        count += 1
        added += int.from_bytes(hashlib.sha256(as_text(list(row), sort_keys=True)).digest(), "big")
    return Sum(name, count, hashlib.sha256(as_text([name, count, added % _SIZE])).hexdigest())


def _facts(table: Table) -> Select[Any]:
    statement = _spelled_out(table, _HOW_IT_CAME)
    return statement.where(table.c.status == _SHOWN[table.name]) if table.name in _SHOWN else statement


def _everything(table: Table) -> Select[Any]:
    return _spelled_out(table, _COUNTERS)


def _spelled_out(table: Table, left_out: set[str]) -> Select[Any]:
    """The table's rows with what they refer to in place of numbers that mean nothing elsewhere."""
    names = [column.name for column in table.columns if column.name not in {"id", *left_out}]
    columns, source = _followed(table, table, table, names)
    return select(*columns).select_from(source)


def _followed(table: Table, part: FromClause, source: FromClause, names: Iterable[str]) -> tuple[list[Any], FromClause]:
    """The named columns of `part`, which is `table` within `source`, and `source` joined to what they refer to."""
    columns: list[Any] = []
    for name in names:
        target = _referred(table, name)
        if target is None:
            columns.append(part.c[name])
            continue
        other = target.alias()
        source = source.outerjoin(other, part.c[name] == other.c.id)
        found, source = _followed(target, other, source, natural_key(target))
        columns += found
    return columns, source


def _referred(table: Table, name: str) -> Table | None:
    """The table whose number the column holds; None where what it holds means something."""
    return next((key.column.table for key in table.c[name].foreign_keys if key.column.name == "id"), None)


def natural_key(table: Table) -> tuple[str, ...]:
    """The columns that tell a row from all others wherever it lies."""
    if table.name in _KEYS:
        return _KEYS[table.name]
    unique = [part for part in table.constraints if isinstance(part, UniqueConstraint)]
    unique_columns = [part.columns for part in unique] or [part.columns for part in table.indexes if part.unique]
    return min(tuple(column.name for column in columns) for columns in unique_columns)
