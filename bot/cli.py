"""The flask commands; each is a thin door to what does the work."""

import json
import logging
import sys
from pathlib import Path
from uuid import uuid4

import click
from flask import Flask
from flask.cli import AppGroup

from bot import (
    cli_held,
    cli_import,
    cli_night,
    cli_rasa,
    cli_sources,
    cli_staff,
    cli_store,
    cli_words,
    lookup,
    serve,
    service,
)
from bot.cli_account import menu_group
from bot.cli_alias import alias_group
from bot.cli_db import db_group
from bot.cli_guard import clear_errors
from bot.cli_teach import label_group, train
from bot.message import Message
from knowledge import clock, db, questions, settings
from knowledge.imports.files import json_lines
from knowledge.imports.report import ImportRefused


def create_app() -> Flask:
    """An app that holds commands and no routes."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    app = Flask("tianxun")
    commands = (ask, find, serve_command, worker, setup, train)
    groups = (questions_group, db_group, menu_group, alias_group, label_group)
    further = (cli_import, cli_rasa, cli_night, cli_sources, cli_held, cli_store, cli_staff, cli_words)
    for command in (*commands, *groups, *(command for module in further for command in module.COMMANDS)):
        app.cli.add_command(command)
    return app


@click.command("ask")
@click.argument("text")
@click.option("--sender", default="cli", help="谁问的；同一个人的话是一次谈话。")
@click.option("--json", "as_json", is_flag=True, help="连意图、句中的名字、答复的依据一起显示（JSON）。")
@clear_errors
def ask(text: str, sender: str, as_json: bool) -> None:
    """替农户问一句 TEXT，照手机上的样子显示答复。"""
    conversation = service.build().conversation
    key = (sender, uuid4().hex)
    reply = conversation.reply_to(Message("cli", sender, key, "text", text, clock.current().now()))
    if not as_json:
        click.echo(reply.text if reply else "（正在查，稍后告诉您）")
        return
    found = {
        "text": reply.text if reply else "",
        "intent": reply.intent if reply else "",
        "entities": [{"entity": kind, "value": value} for kind, value in (reply.entities if reply else ())],
        "rests_on": [{"table": table, "id": row} for table, row in (reply.rests_on if reply else ())],
    }
    click.echo(json.dumps(found, ensure_ascii=False))


@click.command("search")
@click.argument("query", required=False)
@click.option("--kind", help="article 文章，或 notice 通知")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100), help="最多几条。")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 显示。")
@click.option("--batch", type=click.Path(exists=True, path_type=Path), help='一行一个 {"query": …} 的文件。')
@clear_errors
def find(query: str | None, kind: str | None, limit: int, as_json: bool, batch: Path | None) -> None:
    """查资料：QUERY 找得到什么，最像的在前。"""
    if (query is None) == (batch is None):
        raise click.UsageError("要写 QUERY，或者用 --batch 给一个文件（只能二选一）")
    parts, today = service.build().conversation.parts, clock.current().today()
    if batch:
        for wanted in _queries(batch):
            hits = lookup.found(parts.store, parts.understander, wanted, kind, limit, today)
            ranked = [hit.passage.title for hit in hits]
            click.echo(json.dumps({"query": wanted, "ranked": ranked}, ensure_ascii=False))
        return
    hits = lookup.found(parts.store, parts.understander, query or "", kind, limit, today)
    if as_json:
        click.echo(
            json.dumps(
                [
                    {
                        "kind": hit.passage.kind,
                        "id": hit.passage.row_id,
                        "title": hit.passage.title,
                        "heading": hit.passage.heading,
                        "text": hit.passage.text,
                        "score": round(hit.score, 4),
                    }
                    for hit in hits
                ],
                ensure_ascii=False,
            )
        )
        return
    for number, hit in enumerate(hits, 1):
        click.echo(f"{number}. {hit.passage.title}（{hit.passage.heading or hit.passage.kind}）{hit.score:.2f}")
    if not hits:
        click.echo("没有找到")


def _queries(batch: Path) -> list[str]:
    """The queries of a batch file; raises ImportRefused before the first is searched."""
    queries = []
    for number, line in json_lines(batch):
        if not isinstance(line.get("query"), str):
            raise ImportRefused(f'{batch.name} 第 {number} 行：应是 {{"query": "…"}}。')
        queries.append(line["query"])
    return queries


@click.group("questions", cls=AppGroup, invoke_without_command=True)
@click.pass_context
def questions_group(context: click.Context) -> None:
    """农户问了、田讯答不上的问题，同样的归在一起：list 列出（不写就是它），answer 答复。"""
    if context.invoked_subcommand is None:
        context.invoke(list_questions)


@questions_group.command("list")
@click.option("--limit", default=30, show_default=True, type=click.IntRange(1, 1000), help="最多几个。")
@clear_errors
def list_questions(limit: int) -> None:
    """列出待答的问题，问得最多的在前：编号、几人次、意图、原话。"""
    service.prepare(settings.current())
    with db.current().reading() as session:
        groups = questions.open_groups(session, limit)
    for number, intent, text, count in groups:
        click.echo(f"{number}\t{count} 人次\t{intent}\t{text[:60]}")
    if not groups:
        click.echo("没有待答的问题")


@questions_group.command("answer")
@click.argument("number", type=int)
@click.argument("text")
@clear_errors
def answer_question(number: int, text: str) -> None:
    """答复编号 NUMBER 的问题；问过的人每人收到一次。"""
    service.prepare(settings.current())
    people = questions.answer(db.current(), number, text, clock.current())
    click.echo(f"已答复，{people} 人会收到")


@click.command("setup")
@clear_errors
def setup() -> None:
    """建好或升级数据库，放进自带资料，训练模型；make run 也先做这些。"""
    service.prepare(settings.current())
    click.echo("准备好了")


@click.command("serve")
@clear_errors
def serve_command() -> None:
    """启动网页和后台，直到按 Ctrl-C。"""
    serve.run(settings.current())


@click.command("worker")
@clear_errors
def worker() -> None:
    """只启动后台，直到按 Ctrl-C。"""
    serve.run_worker(settings.current())
