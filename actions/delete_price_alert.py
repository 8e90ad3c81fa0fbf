"""「取消白菜提醒」: an alert no longer wanted."""

import re
from collections.abc import Sequence

from sqlalchemy.orm import Session

from actions import alerts
from actions.base import Answer, FarmAction, Question
from knowledge.alerts import kept
from knowledge.alerts.kept import Kept
from knowledge.deeds import Deed

_ALL = re.compile(r"全部|所有|全都|都(?:不|取|删|关|撤|停|去)|统统|清空|清掉|一个都|全(?:去|删|停|取|关|撤)")
_BUT = re.compile(r"留|除了|只要")


class DeletePriceAlert(FarmAction):
    """An alert that a farmer drops."""

    intent = "delete_price_alert"
    example = "取消白菜提醒"
    is_personal = True

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """Drops those that are meant; asks which where that is not clear."""
        mine = kept.of_person(knowledge, question.person_id, question.today)
        if not mine:
            return Answer(alerts.NONE)
        meant = _meant(mine, question)
        if meant:
            return _dropped(meant, len(mine) - len(meant))
        none = "、".join(one.name for one in question.commodities)
        answer = alerts.listed(mine, question.today, self.intent, "取消哪个？回复数字。")
        return Answer(f"没有{none}的提醒。{answer.text}" if none else answer.text, answer.rests_on, answer.choices)


def _meant(mine: Sequence[Kept], question: Question) -> list[Kept]:
    picked = [one for one in mine if str(one.alert.id) in question.values(alerts.ALERT)]
    if picked:
        return picked
    if question.values(alerts.ALL):
        return list(mine)
    named = [one for one in mine if _is_named(one, question)]
    if question.commodities and _BUT.search(question.text):
        return [one for one in mine if one not in named]
    if question.commodities:
        return named
    if question.values("ordinal"):
        return _numbered(mine, int(question.values("ordinal")[0]))
    return list(mine) if len(mine) == 1 or _ALL.search(question.text) else []


def _is_named(one: Kept, question: Question) -> bool:
    """Whether its goods are named, or a wider name of them."""
    family = {below.id for wide in question.commodities for below in (wide, *question.names.descendants(wide))}
    return one.alert.commodity_id in family


def _numbered(mine: Sequence[Kept], number: int) -> list[Kept]:
    index = number - 1 if number > 0 else len(mine) + number
    return [mine[index]] if 0 <= index < len(mine) else []


def _dropped(meant: Sequence[Kept], left: int) -> Answer:
    goods = "、".join(f"{one.name}{one.wish}" for one in meant)
    deed = Deed.of("ending", {"alerts": " ".join(str(one.alert.id) for one in meant)})
    return Answer(f"取消了：{goods}，不再叫您。" + (f"还有{left}个提醒。" if left else ""), deeds=(deed,))
