"""The commands that teach: labelled messages, and training on them."""

from pathlib import Path

import click
from flask.cli import AppGroup

from bot import labelling, service
from bot.cli_guard import clear_errors
from bot.model_shelf import Shelf
from bot.nlu.model import load
from bot.nlu.trial import Figures
from knowledge import clock, db, labels, settings
from knowledge.refusal import Refused

label_group = AppGroup("label", help="标注：告诉田讯一句话是什么意思（意图）。标好后用 flask train 学会。")


@label_group.command("add")
@click.argument("text")
@click.argument("intent")
@click.option("--entities", default="", help="句中的名字，照 Rasa 的写法：[包菜](commodity) [漆河](region)")
@clear_errors
def add(text: str, intent: str, entities: str) -> None:
    """记下一句话 TEXT 和它的意图 INTENT。电话、证件号先打码再存。

    比如：flask label add "[包菜](commodity)好多钱一斤" ask_price
    """
    service.prepare(settings.current())
    label = labelling.label(text, intent, entities)
    with db.current().writing() as session:
        before = labels.add(session, label, clock.current().now())
    was = f"（原来是 {before}）" if before and before != intent else ""
    click.echo(f"已记下：{label.plain} → {intent}{was}")


@label_group.command("list")
@clear_errors
def list_labels() -> None:
    """列出标注：编号、意图、学过没有、原话。"""
    chosen = settings.current()
    service.prepare(chosen)
    learned = set(load(Shelf(chosen.data_dir).now).told)
    with db.current().reading() as session:
        found = labels.all_of(session)
    for row in found:
        state = "学过" if (labelling.plain_text(row.text), row.intent) in learned else "还没学"
        click.echo(f"{row.id}\t{row.intent}\t{state}\t{row.text}")
    if not found:
        click.echo("还没有标注")


@label_group.command("remove")
@click.argument("number", type=int)
@clear_errors
def remove(number: int) -> None:
    """删掉编号 NUMBER 的标注；下次 flask train 起不再算它。"""
    service.prepare(settings.current())
    with db.current().writing() as session:
        text = labels.remove(session, number)
    click.echo(f"已删：{text}")


@label_group.command("export")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@clear_errors
def export(path: Path) -> None:
    """把全部标注写进 FILE（Rasa NLU 的 YAML，和 bot/training 里的一样）。"""
    service.prepare(settings.current())
    count = labelling.export(db.current(), path)
    click.echo(f"写出 {count} 句")


@label_group.command("import")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@clear_errors
def import_labels(path: Path) -> None:
    """读入 FILE（Rasa NLU 的 YAML）里的标注。有一行不对，就指出是哪一行，什么都不改。"""
    service.prepare(settings.current())
    new, changed, same = labelling.bring_in(db.current(), path, clock.current().now())
    click.echo(f"新增 {new} 句，改了 {changed} 句，{same} 句本来就有")


@click.command("train")
@click.option("--force", is_flag=True, help="新模型差一些也换上。")
@click.option("--back", is_flag=True, help="换回上一个模型；再来一次又换回来。")
@clear_errors
def train(force: bool, back: bool) -> None:
    """用自带例句和标注重新训练，几秒到半分钟；运行着的网页和后台随后自己换上，不用重启。

    先各留五分之一的句子不学，拿来考新旧两种学法；新的明显差就不换（退出码 2）。换上的模型学过全部句子。
    """
    if force and back:
        raise click.UsageError("--force 和 --back 只能用一个")
    chosen = settings.current()
    if back:
        service.model_before(chosen)
        click.echo("已换回上一个模型")
        return
    click.echo("正在训练 …", err=True)
    outcome = service.retrain(chosen, force=force)
    if outcome is None:
        click.echo("没有新东西要学，模型没有变")
        return
    click.echo(_shown("自带例句", outcome.files))
    click.echo(_shown("标注", outcome.labels))
    if outcome.model is None:
        raise Refused("新模型比原来差，没有换。用 flask label list 检查标注；一定要换，加 --force。")
    click.echo("新模型已换上；不满意用 flask train --back 换回")


def _shown(what: str, figures: Figures) -> str:
    if not figures.asked:
        return f"{what}：留出来考的没有"
    shares = (f"{right / figures.asked:.1%}（{right} 句）" for right in (figures.old, figures.new))
    return f"{what}（留出来考的 {figures.asked} 句）答对：原来 {next(shares)}，新的 {next(shares)}"
