"""What waits for staff: prices that could not be believed, names that nobody knows."""

import click
from flask.cli import AppGroup

from bot import service
from bot.cli_guard import clear_errors
from knowledge import clock, db, settings
from knowledge.imports.terms import Terms
from knowledge.night import names, naming, waiting

held_group = AppGroup("held", help="Prices that wait for staff: list, release, drop.")
names_group = AppGroup("names", help="Names in sources that nobody knows: list, map, new.")
_KINDS = {words: kind for kind, words in names.IN_WORDS.items()}
_kind = click.argument("kind", metavar="品种|市场|单位", type=click.Choice(list(_KINDS)))


def _terms() -> Terms:
    return Terms(clock.current().now(), clock.current().today())


@held_group.command("list")
@click.option("--source", default="", help="Only rows that name this source, as they write it: 新发地.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@clear_errors
def list_held(source: str, limit: int) -> None:
    """The rows that wait, oldest first, with the reason."""
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
    """Publish rows that you have looked at."""
    service.prepare(settings.current())
    with db.current().writing() as session:
        report = waiting.let_in(session, numbers, _terms())
    click.echo(report.as_text())


@held_group.command("drop")
@click.argument("numbers", metavar="NUMBER…", nargs=-1, required=True, type=int)
@clear_errors
def drop(numbers: tuple[int, ...]) -> None:
    """Forget rows that are wrong."""
    service.prepare(settings.current())
    with db.current().writing(changes_answers=False) as session:
        waiting.drop(session, numbers)
    click.echo(f"已去掉 {len(set(numbers))} 行。")


@names_group.command("list")
@clear_errors
def list_names() -> None:
    """The names that nobody knows, with a row as an example."""
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
    """Say once what a name means; the rows that waited for it go through the gates at once."""
    service.prepare(settings.current())
    with db.current().writing() as session:
        report = naming.means(session, _KINDS[kind], written, means, _terms())
    click.echo(f"以后「{written}」就是{kind}「{means}」。{report.as_text()}")


@names_group.command("new")
@_kind
@click.argument("written")
@clear_errors
def new_name(kind: str, written: str) -> None:
    """Make a commodity or market of its own of a name; the rows that waited for it flow."""
    service.prepare(settings.current())
    with db.current().writing() as session:
        report = naming.is_new(session, _KINDS[kind], written, _terms())
    click.echo(f"新建了{kind}「{written}」。{report.as_text()}")


COMMANDS = (held_group, names_group)
