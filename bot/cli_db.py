"""The commands that migrate the store."""

import click
from flask.cli import AppGroup

from bot.cli_guard import clear_errors
from knowledge import db, migrate, settings
from knowledge.starter import fill, renew

db_group = AppGroup("db", help="Migrations of the store.")


@db_group.command("upgrade")
@click.argument("revision", default=migrate.NEWEST)
@clear_errors
def db_upgrade(revision: str) -> None:
    """Migrate up; at the newest a filled store also gets the names that this release brings."""
    settings.current().data_dir.mkdir(parents=True, exist_ok=True)
    store = db.current()
    migrate.upgrade(store, revision)
    if migrate.is_newest(store) and fill.is_filled(store):
        renew.renew(store)
    click.echo(migrate.current(store))


@db_group.command("downgrade")
@click.argument("revision")
@clear_errors
def db_downgrade(revision: str) -> None:
    """Migrate down to REVISION (base: nothing left)."""
    migrate.downgrade(db.current(), revision)
    click.echo(migrate.current(db.current()) or "empty")


@db_group.command("current")
@clear_errors
def db_current() -> None:
    """The revision that the store is at."""
    click.echo(migrate.current(db.current()) or "empty")
