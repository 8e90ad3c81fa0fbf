"""Commands around the sources: record a page, take back what was published, say who is told of a failure."""

import re
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import click

from bot import service
from bot.cli_guard import FAULT, REFUSED, clear_errors
from bot.cli_night import Day, sources_group
from knowledge import clock, db, settings
from knowledge.fetch import Fetcher, Gate, NotFetched
from knowledge.night import alarm, recording, sites
from knowledge.night.lock import only_night
from knowledge.night.recall import recall
from knowledge.night.run import DAYS
from knowledge.sources import all_sources
from knowledge.sources.base import Source

_RECORDED = Path("tests/sources")
_PHONE = re.compile(rb"(?<!\d)1[3-9]\d{9}(?!\d)")
_WIDE = 100


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
@click.option("--since", type=Moment(), required=True, help="从这时起发布的都撤回。")
@click.option("--reason", default="", help="为什么；和抓取记录一起留着。")
@click.option("--dry-run", is_flag=True, help="只说会怎样，什么都不改。")
@clear_errors
def recall_source(source: str, since: datetime, reason: str, dry_run: bool) -> None:
    """撤回来源 SOURCE 从那时起发布的；看过的人每人收到一次更正。"""
    chosen = settings.current()
    service.prepare(chosen)
    store = db.current()
    with only_night(store, chosen.data_dir):
        found = recall(store, clock.current(), source, since, reason, dry_run=dry_run)
    click.echo(("（试运行，没有改动）\n" if dry_run else "") + f"撤回 {source}：{found}")


@sources_group.group("alarm")
def alarm_group() -> None:
    """来源没有发布时告诉谁：add 加，list 列出，remove 去掉。"""


@alarm_group.command("add")
@click.argument("name")
@click.option("--webhook", required=True, help="企业微信或钉钉群机器人的网址，或别的 webhook。")
@click.option("--form", type=click.Choice(alarm.FORMS), help="它收哪种；不写就看网址。")
@clear_errors
def add_alarm(name: str, webhook: str, form: str | None) -> None:
    """来源没有发布时告诉 NAME，并马上试发一条。"""
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
    """列出告诉谁、发到哪个网站；网址的其余部分是钥匙，不显示。"""
    service.prepare(settings.current())
    for name, host in alarm.listed(db.current()):
        click.echo(f"{name}\t{host}")


@alarm_group.command("remove")
@click.argument("name")
@clear_errors
def remove_alarm(name: str) -> None:
    """以后不再告诉 NAME。"""
    service.prepare(settings.current())
    if not alarm.remove(db.current(), name):
        click.echo(f"没有「{name}」。", err=True)
        sys.exit(REFUSED)
    click.echo(f"以后不再告诉{name}。")


@click.command("record")
@click.argument("source")
@click.argument("url")
@click.option("--to", "folder", type=click.Path(path_type=Path), help="Instead of tests/sources/SOURCE.")
@click.option("--name", default="", help="The files' name; made from the address unless given.")
@click.option("--part", default="", help="The source's own word for what the page holds, where it has several.")
@click.option("--since", type=Day(), help="The first day to ask for; 30 days ago unless told.")
@click.option("--base", default="", help="A stand-in for the site, e.g. http://127.0.0.1:9001.")
@click.option("--force", is_flag=True, help="Replace a page of the same name.")
@clear_errors
def record_page(
    source: str, url: str, folder: Path | None, name: str, part: str, since: date | None, base: str, force: bool
) -> None:
    """Fetch one page of SOURCE and keep it for the tests, with what is read on it (docs/adding-a-source.md)."""
    reader, today = _reader(source), clock.current().today()
    days = (since or today - timedelta(DAYS), today)
    gate = Gate(allow=frozenset({urlsplit(base).netloc}) if base else frozenset())
    with Fetcher(settings.current().public_url, clock.current(), gate=gate) as fetcher:
        ask = recording.ask_for(reader, url, part, days)
        try:
            found = recording.record(fetcher, reader, ask, days, base.rstrip("/"))
        except NotFetched as fault:
            raise recording.NotKept(f"没有取到：{fault}") from None
    found = replace(found, name=recording.name_of(name) if name else found.name)
    for path in found.keep(folder or _RECORDED / recording.folder_of(reader), force):
        click.echo(path)
    click.echo(_to_check(found))


def _reader(name: str) -> Source:
    """The source of this name; the store is asked only for those that staff set up."""
    known = all_sources()
    if name in known:
        return known[name]()
    service.prepare(settings.current())
    with db.current().reading() as session:
        return sites.chosen(session, [name])[0]


def _to_check(found: recording.Recording) -> str:
    """What nobody but a person can see: whether the page says what was read."""
    said = found.expected
    phones = len(set(_PHONE.findall(found.body)))
    warning = [f"⚠ 页上有 {phones} 个像手机号的数：真人的电话、姓名不能留在仓库里，先换掉。"] if phones else []
    if "refused" in said:
        return "\n".join([f"这一页不读：{said['refused'][1]}", "请看：是不是该拒绝？拒绝的话说得清楚吗？", *warning])
    rows = said["rows"]
    shown = dict.fromkeys(" ".join(filter(None, row.values()))[:_WIDE] for row in (*rows[:2], *rows[-1:]))
    total = said["total"] if said["total"] is not None else "没有说"
    counts = f"读到 {len(rows)} 行，没有价的 {said['unpriced']} 行，网站说的总数 {total}，续页 {len(said['asks'])}"
    look = "请对照网页看：行数对吗？头两行、末行的数、单位、日期对吗？"
    return "\n".join([counts, *(f"  {line}" for line in shown), look, *warning])


COMMANDS = (record_page,)
