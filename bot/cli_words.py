"""The commands for words of the same meaning: what farmers say, and what articles call it."""

import click
from flask.cli import AppGroup

from bot import service
from bot.cli_guard import clear_errors
from knowledge import db, meanings, settings
from knowledge.refusal import Refused

synonyms_group = AppGroup(
    "synonyms",
    help="同义词：农户说「打标枪」，文章里写「腹泻」，问哪个都找得到。加了、删了，从下一条消息起就算数，不用重启。\n\n"
    "作物、病虫、市场、工种的叫法用 flask alias。",
)


@synonyms_group.command("add")
@click.argument("known")
@click.argument("word")
@clear_errors
def add(known: str, word: str) -> None:
    """WORD 和 KNOWN 是一个意思，比如：flask synonyms add 腹泻 打标枪"""
    service.prepare(settings.current())
    with db.current().writing() as session:
        said = meanings.add(session, known, word)
    click.echo(f"已加：{'、'.join(said)} 是一个意思")


@synonyms_group.command("remove")
@click.argument("known")
@click.argument("word")
@clear_errors
def remove(known: str, word: str) -> None:
    """WORD 不再当 KNOWN；以后升级也不会再加回来。"""
    service.prepare(settings.current())
    with db.current().writing() as session:
        meanings.remove(session, known, word)
    click.echo(f"已删：「{word}」不再当「{known}」")


@synonyms_group.command("list")
@click.argument("word", required=False)
@clear_errors
def list_words(word: str | None) -> None:
    """列出同义词：全部，或带有 WORD 的；自己加的词后面有 +。"""
    service.prepare(settings.current())
    with db.current().reading() as session:
        found = meanings.listed(session, word or "")
    for one in found:
        click.echo("、".join(f"{each}+" if each in one.added else each for each in one.words))
    if not found:
        raise Refused(f"没有「{word}」的同义词。")


COMMANDS = (synonyms_group,)
