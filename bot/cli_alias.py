"""The commands for other names: dialect words of crops, sicknesses, markets and kinds of work."""

import click
from flask.cli import AppGroup

from bot import everyday, service
from bot.cli_guard import clear_errors
from knowledge import aliases, db, settings
from knowledge.refusal import Refused

_ENGLISH = {"commodity": "品种", "problem": "病虫", "market": "市场", "job": "工种"}


def _kind(_context: click.Context, _parameter: click.Parameter, written: str | None) -> str | None:
    if written is None or written in aliases.TABLES:
        return written
    if written in _ENGLISH:
        return _ENGLISH[written]
    raise click.BadParameter(f"应是 {'、'.join(aliases.TABLES)}（或 {', '.join(_ENGLISH)}）之一")


kind_argument = click.argument("kind", metavar="品种|病虫|市场|工种", callback=_kind)

alias_group = AppGroup(
    "alias",
    help="别名和土话：农户对品种、病虫、市场、工种的其他叫法。加了、删了，从下一条消息起就算数，不用重启。\n\n"
    "KIND 也可以写 commodity、problem、market、job。",
)


@alias_group.command("add")
@kind_argument
@click.argument("name")
@click.argument("alias")
@click.option("--weak", is_flag=True, help="这个词平时多半是别的意思：只在问价、问技术、买卖这类话里才当品种。")
@clear_errors
def add(kind: str, name: str, alias: str, weak: bool) -> None:
    """给 NAME 加一个叫法 ALIAS，比如：flask alias add 品种 包菜 莲花坨"""
    service.prepare(settings.current())
    with db.current().writing() as session:
        owner = aliases.add_by_staff(session, kind, name, alias, weak, everyday.sentence_with)
    click.echo(f"已加：{kind}「{owner}」也叫「{alias}」")


@alias_group.command("remove")
@kind_argument
@click.argument("name")
@click.argument("alias")
@clear_errors
def remove(kind: str, name: str, alias: str) -> None:
    """删掉 NAME 的叫法 ALIAS；以后升级也不会再加回来。"""
    service.prepare(settings.current())
    with db.current().writing() as session:
        owner = aliases.remove(session, kind, name, alias)
    click.echo(f"已删：{kind}「{owner}」不再叫「{alias}」")


@alias_group.command("list")
@click.argument("kind", metavar="[品种|病虫|市场|工种]", callback=_kind, required=False)
@click.argument("name", required=False)
@clear_errors
def list_aliases(kind: str | None, name: str | None) -> None:
    """列出叫法：全部，或一类，或一样东西（flask alias list 品种 洋芋）。"""
    service.prepare(settings.current())
    kinds = (kind,) if kind else tuple(aliases.TABLES)
    with db.current().reading() as session:
        found = aliases.listed(session, kinds, name or "")
    for names in found:
        click.echo(f"{names.kind}\t{names.name}\t{'、'.join(names.aliases)}")
    if not found:
        raise Refused(f"没有叫「{name}」的{kind}。")
