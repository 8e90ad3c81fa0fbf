"""Brings a store from one schema to another."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from knowledge.db import Store

NEWEST, NOTHING = "head", "base"


def upgrade(store: Store, revision: str = NEWEST) -> None:
    """Migrates up; part of one transaction on both databases."""
    _run(store, command.upgrade, revision)


def downgrade(store: Store, revision: str) -> None:
    """Migrates down to `revision` (`base` for nothing at all)."""
    _run(store, command.downgrade, revision)


def current(store: Store) -> str | None:
    """The revision that the store is at; None for an empty one."""
    with store.engine.connect() as connection:
        return revision_of(connection)


def revision_of(connection: Connection) -> str | None:
    """The same within a transaction."""
    return MigrationContext.configure(connection).get_current_revision()


def is_known(revision: str) -> bool:
    """Whether this program has the revision; it has none that is newer than itself."""
    return revision in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def move(connection: Connection, revision: str) -> None:
    """Migrates up, or down to NOTHING, as part of the caller's transaction."""
    action = command.downgrade if revision == NOTHING else command.upgrade
    _run_on(connection, action, revision)


def is_newest(store: Store) -> bool:
    """Whether nothing is left to migrate."""
    return current(store) == ScriptDirectory.from_config(_config()).get_current_head()


def new_revision(store: Store, message: str) -> None:
    """Writes a migration file from what the models say now."""
    _run(store, lambda config, text: command.revision(config, text, autogenerate=True), message)


def is_ours(_thing: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """Leaves the search index's own tables and column out of comparisons."""
    return not (name or "").startswith(("passage_fts", "ix_passage_tokens")) and not (
        kind == "column" and name == "tokens"
    )


def _run(store: Store, action: Any, argument: str) -> None:
    with store.engine.begin() as connection:
        _run_on(connection, action, argument)


def _run_on(connection: Connection, action: Any, argument: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    action(config, argument)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
