"""The night's commands: run it, see its sources, set one up, say what an unknown name means."""

import signal
import sys
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask.cli import AppGroup

from bot import service
from bot.cli_guard import REFUSED, clear_errors
from knowledge import clock, db, settings
from knowledge.fetch import Fetcher, Gate
from knowledge.models.source import DONE
from knowledge.night import due, orders, sites
from knowledge.night import state as states
from knowledge.night.alarm import Bell
from knowledge.night.lock import only_night
from knowledge.night.run import Parts, night


class Day(click.ParamType[date]):
    """A day as staff write it."""

    name = "DATE"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; fails with what it should look like."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"「{value}」不是日期，应如 2026-11-20", param, ctx)


@click.command("night")
@click.argument("names", metavar="[SOURCE…]", nargs=-1)
@click.option("--since", type=Day(), help="从哪一天要起；不写就是 30 天以前。")
@click.option("--base", default="", help="一个来源的替身网址，如 http://127.0.0.1:9001。")
@click.option("--due", "only_due", is_flag=True, help="只取后台在这个钟点会取的。")
@click.option("--ordered", "only_ordered", is_flag=True, help="只取工作人员在后台要马上取的。")
@clear_errors
def night_command(names: tuple[str, ...], since: date | None, base: str, only_due: bool, only_ordered: bool) -> None:
    """抓取今晚各网站的价格、通知、文章、招工，核过才发布；SOURCE 是来源的名字，不写就是全部。

    有一个来源没有发布，退出码是 1。
    """
    if base and len(names) != 1:
        raise click.UsageError("--base 只能替一个来源：后面要写、也只能写一个 SOURCE")
    # What it has done so far is stored, and waiting for its threads would take up to a page's deadline.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    chosen = settings.current()
    service.prepare(chosen)
    store = db.current()
    with store.reading() as session:
        sources = sites.chosen(session, names, base)
        if only_due:
            wanted = due.due(session, [source.name for source in sources], clock.current().now())
            sources = [source for source in sources if source.name in wanted]
        if only_ordered:
            wanted = orders.ordered(session, clock.current().now())
            sources = [source for source in sources if source.name in wanted]
    gate = Gate(allow=frozenset({urlsplit(base).netloc}) if base else frozenset())
    with only_night(store, chosen.data_dir), Fetcher(chosen.public_url, clock.current(), gate=gate) as fetcher:
        bell = Bell(store, clock.current())
        results = night(Parts(store, clock.current(), fetcher, _told, bell.ring), sources, since)
    if only_ordered:
        with store.writing(changes_answers=False) as session:
            orders.done(session, [source.name for source in sources])
    for result in results:
        click.echo(f"{result.source}\t{result.state}\t{result.reason}".rstrip())
    sys.exit(0 if all(result.state == DONE for result in results) else 1)


def _told(source: str, words: str) -> None:
    """Progress: a line that is written over on a terminal, plain lines in a log only where something ends."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{source}：{words}", err=True, nl=not words.endswith(" 页"))
    elif not words.endswith(" 页"):
        click.echo(f"{source}：{words}", err=True)


@click.group("sources", cls=AppGroup, invoke_without_command=True)
@click.pass_context
@clear_errors
def sources_group(context: click.Context) -> None:
    """每个来源怎么样：上次成功、最近一次、待核实多少、三十天（■ 成功，× 没成，· 没有抓）。"""
    if context.invoked_subcommand:
        return
    service.prepare(settings.current())
    with db.current().reading() as session:
        titles = {name: make("").title for name, make in sites.makers(session).items()}
        for one in states.states(session, titles, clock.current().today()):
            click.echo(_line(one, titles[one.name]))


def _line(one: states.State, title: str) -> str:
    success = f"{clock.local(one.last_success):%Y-%m-%d %H:%M}" if one.last_success else "从未成功"
    ran = one.last
    lines = [
        f"{one.name}（{title}） 上次成功 {success}，待核实 {one.held}，不认识的名称 {one.unknown}",
        f"  {one.calendar}",
    ]
    if ran:
        took = f"{(ran.finished_at - ran.started_at).seconds} 秒" if ran.finished_at else "没有完"
        ended = f"{ran.night} {states.IN_WORDS[ran.state]}"
        lines.append(f"  最近一次 {ended}：{ran.pages} 页 {ran.rows} 行，新 {ran.new}，改 {ran.changed}，{took}")
    if ran and ran.reason:
        lines.append(f"  原因：{ran.reason}")
    return "\n".join(lines)


@sources_group.command("add")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@clear_errors
def add_source(path: Path) -> None:
    """照 PATH 这份说明（JSON，见 docs/sources.zh-CN.md）加一个来源；同名的换掉。"""
    service.prepare(settings.current())
    setup = sites.add(db.current(), clock.current(), path.read_text(encoding="utf-8-sig"))
    click.echo(f"已加入来源 {setup.name}（{setup.title}）。先试一次：flask night {setup.name}")


@sources_group.command("remove")
@click.argument("name")
@clear_errors
def remove_source(name: str) -> None:
    """去掉自己加的来源 NAME；它带来的内容还在。"""
    service.prepare(settings.current())
    if not sites.remove(db.current(), name):
        click.echo(f"没有自己设的来源「{name}」。", err=True)
        sys.exit(REFUSED)
    click.echo(f"已去掉来源 {name}，它带来的内容还在。")


COMMANDS = (night_command, sources_group)
