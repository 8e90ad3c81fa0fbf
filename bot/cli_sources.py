"""Commands around the sources: take back what one has published."""

from datetime import datetime

import click

from bot import service
from bot.cli_guard import clear_errors
from bot.cli_night import sources_group
from knowledge import clock, db, settings
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


COMMANDS: tuple[click.Command, ...] = ()
