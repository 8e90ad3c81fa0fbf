"""What waits for staff: prices that could not be believed, names that nobody knows."""

import click
from flask.cli import AppGroup

from bot import service
from bot.cli_guard import clear_errors
from knowledge import clock, db, settings
from knowledge.imports.terms import Terms
from knowledge.night import names, naming, waiting

held_group = AppGroup("held", help="待核实的价格：list 列出，release 放行，drop 去掉。")
names_group = AppGroup("names", help="来源里不认识的名称：list 列出，map 说它是哪一个，new 新建。")
_KINDS = {words: kind for kind, words in names.IN_WORDS.items()}
_kind = click.argument("kind", metavar="品种|市场|单位", type=click.Choice(list(_KINDS)))


def _terms() -> Terms:
    return Terms(clock.current().now(), clock.current().today())


@held_group.command("list")
@click.option("--source", default="", help="只看这个来源的，照它写的：新发地。")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="最多几行。")
@clear_errors
def list_held(source: str, limit: int) -> None:
    """列出待核实的价格，先来的在前：编号、哪天哪里什么价、为什么留下。"""
    service.prepare(settings.current())
    with db.current().reading() as session:
        for one in waiting.waiting(session, source, limit):
            said = one.fields
            figures = f"{said['low'] or '-'}～{said['high'] or '-'} 均{said['average']} {said['unit']}"
            click.echo(f"{one.id}\t{said['date']} {said['market']} {said['commodity']} {figures}\t{one.reason}")


@held_group.command("release")
@click.argument("numbers", metavar="NUMBER…", nargs=-1, required=True, type=int)
@clear_errors
def release(numbers: tuple[int, ...]) -> None:
    """放行看过没有错的（编号 NUMBER），下一条消息就用上。"""
    service.prepare(settings.current())
    with db.current().writing() as session:
        report = waiting.let_in(session, numbers, _terms())
    click.echo(report.as_text())


@held_group.command("drop")
@click.argument("numbers", metavar="NUMBER…", nargs=-1, required=True, type=int)
@clear_errors
def drop(numbers: tuple[int, ...]) -> None:
    """去掉错的（编号 NUMBER）；来源再报同样的价，也不再出来。"""
    service.prepare(settings.current())
    with db.current().writing(changes_answers=False) as session:
        waiting.drop(session, numbers)
    click.echo(f"已去掉 {len(set(numbers))} 行。")


@names_group.command("list")
@clear_errors
def list_names() -> None:
    """列出不认识的名称，各附一行例子。"""
    service.prepare(settings.current())
    with db.current().reading() as session:
        for one in naming.unknown(session):
            row = one.example
            example = f"{row['date']} {row['market']} {row['commodity']} {row['average']} {row['unit']}"
            click.echo(f"{names.IN_WORDS[one.kind]}\t{one.written}\t{one.source}\t如：{example}")


@names_group.command("map")
@_kind
@click.argument("written")
@click.argument("means")
@clear_errors
def map_name(kind: str, written: str, means: str) -> None:
    """说一次 WRITTEN 就是已有的 MEANS；等着它的价格马上再核一遍。"""
    service.prepare(settings.current())
    with db.current().writing() as session:
        report = naming.means(session, _KINDS[kind], written, means, _terms())
    click.echo(f"以后「{written}」就是{kind}「{means}」。{report.as_text()}")


@names_group.command("new")
@_kind
@click.argument("written")
@clear_errors
def new_name(kind: str, written: str) -> None:
    """把 WRITTEN 新建成一个品种或市场；等着它的价格马上再核一遍。"""
    service.prepare(settings.current())
    with db.current().writing() as session:
        report = naming.is_new(session, _KINDS[kind], written, _terms())
    click.echo(f"新建了{kind}「{written}」。{report.as_text()}")


COMMANDS = (held_group, names_group)
