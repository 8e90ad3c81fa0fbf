"""Price alerts in a talk: what is asked for, what the price is now, and when one can be reached."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from actions import wording
from actions.base import Answer, Choice, Question
from knowledge.alerts import figures
from knowledge.alerts.figures import Figure
from knowledge.alerts.kept import Kept
from knowledge.alerts.wish import PER_JIN, said
from knowledge.catalogue import CommodityName

# WeChat lets us write by ourselves only so long after a message; a push that is twelve hours old would mislead.
WHEN = (
    "到价了，早7点到晚9点之间告诉您。您超过48小时没说话，微信就不让我们主动发，"
    "要等您再说话时才告诉您；过了12小时的不补发。"
)
NONE = "您没有设价格提醒。要设就说，比如：白菜低于8毛叫我"
_MOST_AT_ONCE = 3
_BREAKS = re.compile(r"[，,；;。\s]+")
ALERT, ALL = "alert", "all"


def each(question: Question) -> list[Question]:
    """A question for each of the goods named, with its own price and its own part of the sentence where it has them."""
    goods, prices = question.values("commodity")[:_MOST_AT_ONCE], question.values("price")
    if len(goods) < 2 or len(prices) not in (0, 1, len(goods)):
        return [question]
    parts = [part for part in _BREAKS.split(question.text) if part.strip()]
    others = tuple(entity for entity in question.entities if entity[0] not in ("commodity", "price"))
    found = []
    for number, name in enumerate(goods):
        figures_of = prices[number : number + 1] if len(prices) == len(goods) else prices
        said = (("commodity", name), *(("price", figure) for figure in figures_of), *others)
        text = parts[number] if len(parts) == len(goods) else question.text
        found.append(replace(question, text=text, entities=said))
    return found


def together(answers: Sequence[Answer]) -> Answer:
    """Several answers as one; what they share is said once."""
    if len(answers) == 1:
        return answers[0]
    lines = dict.fromkeys(line for answer in answers for line in answer.text.split("\n"))
    return Answer(
        "\n".join(lines),
        tuple(row for answer in answers for row in answer.rests_on),
        next((answer.choices for answer in reversed(answers) if answer.choices), ()),
        is_open=any(answer.is_open for answer in answers),
        waits_for=next((answer.waits_for for answer in answers if answer.waits_for), ""),
        deeds=tuple(deed for answer in answers for deed in answer.deeds),
    )


def which_goods(question: Question) -> Answer:
    """Asks for goods that we know."""
    named = question.values("commodity")
    if named:
        return Answer(f"还没有「{named[0]}」的报价，设不了提醒。{wording.KEPT}", is_open=True)
    return Answer("您等哪样的价？比如：白菜低于8毛叫我", waits_for="commodity")


def example(question: Question, knowledge: Session, commodity: CommodityName) -> str:
    """A threshold that could be said, near the present price."""
    figure = figures.best(knowledge, commodity.id, None, question.near, "", question.today)
    if figure is None:
        return "两块一斤"
    step = 10 if figure.unit == PER_JIN else 100
    return said(max(step, round(figure.fen * 1.1 / step) * step), figure.unit)


def now(figure: Figure | None, today: date) -> str:
    """The figure that an alert is read from, with market, day and source."""
    if figure is None:
        return "现在还没有报价，有了就照离您最近的市场看。"
    days = (today - figure.day).days
    stale = "⚠ 数据已旧 " if days > 7 else ""
    age = wording.age(figure.day, today)
    return f"{stale}{figure.market} {figure} {wording.day(figure.day, today)}（{age}），来源：{figure.source}"


def listed(mine: Sequence[Kept], today: date, intent: str, ask: str) -> Answer:
    """The alerts as a numbered list to choose from."""
    entries = [f"{one.name}{one.wish}{_short(one.figure, today)}" for one in mine]
    choices = tuple(Choice(one.name, intent, ((ALERT, str(one.alert.id)),)) for one in mine)
    if len(mine) > 1:
        entries.append("全部取消")
        choices += (Choice("全部取消", "delete_price_alert", ((ALL, "1"),)),)
    rests_on = tuple(("quote", one.figure.quote_id) for one in mine if one.figure)
    return Answer(f"您设了{len(mine)}个提醒：\n{wording.numbered(entries)}\n{ask}", rests_on, choices)


def _short(figure: Figure | None, today: date) -> str:
    if figure is None:
        return "（还没有报价）"
    price = str(figure).removesuffix(PER_JIN) if figure.unit == PER_JIN else str(figure)
    return f"（{figure.market}{wording.day(figure.day, today)}{price}）"
