"""Commands around the sources: take back what one has published, and say who is told when one publishes nothing."""

import sys
from datetime import datetime

import click

from bot import service
from bot.cli_guard import FAULT, REFUSED, clear_errors
from bot.cli_night import sources_group
from knowledge import clock, db, settings
from knowledge.fetch import NotFetched
from knowledge.night import alarm
from knowledge.night.lock import only_night
from knowledge.night.recall import Recalled, recall


class Moment(click.ParamType[datetime]):
    """A day, or a day and a time in China, as staff write it."""

    name = "DATE-OR-DATETIME"

    def convert(self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment, a day's being its beginning; fails with what it should look like."""
        try:
            found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"「{value}」不是时间，应如 2026-11-20 或 2026-11-20T03:00", param, ctx)
        return found if found.tzinfo else found.replace(tzinfo=clock.SHANGHAI)


@sources_group.command("recall")
@click.argument("source")
@click.option("--since", type=Moment(), required=True, help="Take back what was published from this moment on.")
@click.option("--reason", default="", help="Why; kept with the nights, for staff.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@clear_errors
def recall_source(source: str, since: datetime, reason: str, dry_run: bool) -> None:
    """Take back what SOURCE has published since then; whoever read it is told, each once."""
    chosen = settings.current()
    service.prepare(chosen)
    store = db.current()
    with only_night(store, chosen.data_dir):
        found = recall(store, clock.current(), source, since, reason, dry_run=dry_run)
    click.echo(("（试运行，没有改动）\n" if dry_run else "") + _told(source, found))


def _told(source: str, found: Recalled) -> str:
    return (
        f"撤回 {source}：删去报价 {found.removed} 条，恢复原价 {found.restored} 条，"
        f"下架文章、通知、招工 {found.taken_down} 条，涉及 {found.nights} 次抓取；{found.people} 人会收到更正"
    )


@sources_group.group("alarm")
def alarm_group() -> None:
    """Who is told when a source publishes nothing."""


@alarm_group.command("add")
@click.argument("name")
@click.option("--webhook", required=True, help="The robot's address in WeCom or DingTalk, or another webhook.")
@click.option("--form", type=click.Choice(alarm.FORMS), help="What it takes; told from the address unless given.")
@clear_errors
def add_alarm(name: str, webhook: str, form: str | None) -> None:
    """Tell NAME through a webhook, and try it at once."""
    service.prepare(settings.current())
    store, watch = db.current(), clock.current()
    kept = alarm.add(store, watch, name, webhook, form or "")
    click.echo(f"已记下：来源没有发布时告诉{name}。")
    try:
        alarm.Bell(store, watch).send(kept, f"【田讯】试发：来源没有发布时，会在这里告诉{name}。")
        click.echo("试发了一条，请看收到没有。")
    except (NotFetched, alarm.NotTaken) as fault:
        click.echo(f"试发没有成功：{fault}", err=True)
        sys.exit(FAULT)


@alarm_group.command("list")
@clear_errors
def list_alarms() -> None:
    """Names and hosts; the rest of an address is a key."""
    service.prepare(settings.current())
    for name, host in alarm.listed(db.current()):
        click.echo(f"{name}\t{host}")


@alarm_group.command("remove")
@click.argument("name")
@clear_errors
def remove_alarm(name: str) -> None:
    """Tell NAME no more."""
    service.prepare(settings.current())
    if not alarm.remove(db.current(), name):
        click.echo(f"没有「{name}」。", err=True)
        sys.exit(REFUSED)
    click.echo(f"以后不再告诉{name}。")


COMMANDS: tuple[click.Command, ...] = ()
