"""Brings a store to the newest schema, with a backup first where there is something to lose."""

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from knowledge.db import Store, sqlite_path

NEWEST = "head"


def upgrade(store: Store, revision: str = NEWEST) -> None:
    """Migrates up; part of one transaction on both databases."""
    _run(store, command.upgrade, revision)


def downgrade(store: Store, revision: str) -> None:
    """Migrates down to `revision` (`base` for nothing at all)."""
    _run(store, command.downgrade, revision)


def current(store: Store) -> str | None:
    """The revision that the store is at; None for an empty one."""
    with store.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_newest(store: Store) -> bool:
    """Whether nothing is left to migrate."""
    return current(store) == ScriptDirectory.from_config(_config()).get_current_head()


def new_revision(store: Store, message: str) -> None:
    """Writes a migration file from what the models say now."""
    _run(store, lambda config, text: command.revision(config, text, autogenerate=True), message)


def backup_sqlite(store: Store, folder: Path, moment: datetime) -> Path | None:
    """A consistent copy beside the store; None for a database server, whose own tools do that."""
    path = sqlite_path(store.engine.url.render_as_string(hide_password=False))
    if path is None or not path.exists():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"before-migration-{moment:%Y%m%d-%H%M%S}.sqlite"
    with sqlite3.connect(path) as source, sqlite3.connect(target) as copy:
        source.backup(copy)
    source.close()
    copy.close()
    return target


def is_ours(_thing: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """Leaves the search index's own tables and column out of comparisons."""
    return not (name or "").startswith(("passage_fts", "ix_passage_tokens")) and not (
        kind == "column" and name == "tokens"
    )


def _run(store: Store, action: Any, argument: str) -> None:
    config = _config()
    with store.engine.begin() as connection:
        config.attributes["connection"] = connection
        action(config, argument)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
