"""The commands that migrate the store."""

import click
from flask.cli import AppGroup

from bot.cli_guard import clear_errors
from knowledge import db, migrate, settings
from knowledge.starter import fill, renew

db_group = AppGroup("db", help="数据库升级：upgrade 升，downgrade 降，current 现在是哪一版。")


@db_group.command("upgrade")
@click.argument("revision", default=migrate.NEWEST)
@clear_errors
def db_upgrade(revision: str) -> None:
    """升级到 REVISION，不写就是最新；升到最新时补上这一版新带的名称。"""
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
    """降回 REVISION（base：什么都不剩）。"""
    migrate.downgrade(db.current(), revision)
    click.echo(migrate.current(db.current()) or "empty")


@db_group.command("current")
@clear_errors
def db_current() -> None:
    """数据库现在是哪一版。"""
    click.echo(migrate.current(db.current()) or "empty")
