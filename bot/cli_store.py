"""The commands for the store as a whole: its checksum, its backups."""

from pathlib import Path

import click

from bot import service
from bot.cli_guard import clear_errors
from knowledge import backup, checksum, clock, db, migrate, settings, soundness, vault
from knowledge.db import Store

FILE = click.argument("file", type=click.Path(path_type=Path))


@click.command("checksum")
@click.option("--all", "everything", is_flag=True, help="连农户、谈话、草稿、时间也算进去：搬家时核对用。")
@clear_errors
def checksum_command(everything: bool) -> None:
    """校验和（SHA-256）：各表的事实、待核实和已发布的内容，最后是总的。"""
    store = db.current()
    if soundness.is_absent(store) or not migrate.is_newest(_sound(store)):
        raise service.NotReady("数据库还没有建好，或还是旧的：先运行 flask setup (no store of this schema)。")
    sums = []
    for each in checksum.checksum(store, everything=everything):
        click.echo(f"{each.sha256}  {each.table}  {each.rows}")
        sums.append(each)
    click.echo(f"{checksum.total(sums)}  total  {sum(each.rows for each in sums)}")


@click.command("backup")
@FILE
@clear_errors
def backup_command(file: Path) -> None:
    """把整个数据库备份到 FILE，不用停机；SQLite 和 PostgreSQL 通用。"""
    chosen, store = settings.current(), db.current()
    if not soundness.is_absent(store):
        _sound(store)
    rows = backup.take(store, file, clock.current().now(), vault.mark_of(chosen), _say)
    click.echo(f"已备份 {rows} 行到 {file}（{file.stat().st_size / 1e6:.1f} MB）")
    kept = "SECRET_KEY" if chosen.secret_key else str(chosen.data_dir / vault.SECRET_FILE)
    click.echo(f"备份里没有钥匙，请另外存好：{kept}。没有它，恢复以后认不出、也联系不上以前的农户。", err=True)


@click.command("restore")
@FILE
@click.option("--force", is_flag=True, help="数据库不是空的也换掉。")
@clear_errors
def restore_command(file: Path, force: bool) -> None:
    """把备份 FILE 恢复到空的数据库（加 --force 就换掉现有的）：要么全部恢复，要么什么都不改。"""
    chosen, store = settings.current(), db.current()
    with backup.opened(file) as found:
        chosen.data_dir.mkdir(parents=True, exist_ok=True)
        done = backup.restore(_sound(store), found, file.name, force=force, say=_say)
        mark = found.header.key_mark
    click.echo(f"已恢复 {done.rows} 行。")
    if done.forgotten:
        click.echo(f"备份以后取消关注的 {done.forgotten} 人，已再次忘掉。")
    if mark and mark != vault.mark_of(chosen):
        click.echo(
            f"钥匙和备份时的不一样：请把当时的 {chosen.data_dir / vault.SECRET_FILE}（或 SECRET_KEY）放回来再启动，"
            "不然认不出、也联系不上以前的农户。资料不受影响。",
            err=True,
        )


def _sound(store: Store) -> Store:
    """The store; raises NotReady for one that is damaged, since nothing can be kept or replaced in it."""
    try:
        soundness.check_sound(store)
    except RuntimeError as fault:
        raise service.NotReady(f"{fault} 要恢复备份，先把坏的数据库文件移到别处。") from None
    return store


def _say(table: str, rows: int) -> None:
    click.echo(f"{table}: {rows}", err=True)


COMMANDS = (checksum_command, backup_command, restore_command)
