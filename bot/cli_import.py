"""The command that brings documents in."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bot import service
from bot.cli_guard import clear_errors
from knowledge import clock, db, settings
from knowledge.imports.run import KINDS, import_path


@click.command("import")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("path")
@click.option("--dry-run", is_flag=True, help="只说会怎样，什么都不改。")
@click.option("--draft", is_flag=True, help="作为草稿导入，农户看不到。")
@click.option("--json", "as_json", is_flag=True, help="报告用 JSON 显示。")
@clear_errors
def import_file(kind: str, path: str, dry_run: bool, draft: bool, as_json: bool) -> None:
    """导入文件、装着文章的文件夹或网页 PATH：prices 价格、jobs 招工、articles 文章、notices 通知、trades 供求。

    有一行读不懂，就指出是哪一行，什么都不导入（退出码 2）。
    """
    service.prepare(settings.current())
    with _file_at(path, kind) as (file, origin):
        click.echo(f"正在读 {file.name} …", err=True)
        store, now = db.current(), clock.current()
        report = import_path(store, now, kind, file, draft=draft, dry_run=dry_run, origin=origin)
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        click.echo(("（试运行，没有改动）\n" if dry_run else "") + report.as_text())


@contextmanager
def _file_at(path: str, kind: str) -> Iterator[tuple[Path, str]]:
    """The file, and the web address that it was made from; empty for one that was there."""
    if not path.startswith(("http://", "https://")):
        yield Path(path), ""
        return
    # Not at the top: what reads pages takes a third of a second to load.
    from knowledge.sources import pasted

    with TemporaryDirectory() as folder:
        yield pasted.saved(path, kind, Path(folder), settings.current().public_url, clock.current()), path


COMMANDS = (import_file,)
