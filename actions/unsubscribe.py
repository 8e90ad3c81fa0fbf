"""「退订」「白菜价不要发了」: an end of sending, from this very message on."""

import re
from collections.abc import Sequence

from sqlalchemy.orm import Session

from actions import subscriptions
from actions.base import Answer, FarmAction, Question
from knowledge.alerts import kept as alerts
from knowledge.alerts.kept import Kept as Alert
from knowledge.deeds import Deed
from knowledge.models.subscription import JOBS, NEWSPAPER, NOTICES, PRICES
from knowledge.subscriptions import kept
from knowledge.subscriptions.kept import Kept

_SUBJECTS = (
    (NEWSPAPER, re.compile(r"手机[报抱]")),
    (JOBS, re.compile(r"招[工人]?|务工|零工")),
    (NOTICES, re.compile(r"通知|公告|政策|村里|本地消息")),
    (PRICES, re.compile(r"价|行情")),
)
_AT_NIGHT, _LESS = re.compile(r"晚上|半夜|夜里"), re.compile(r"少发|少一?[点些]|太多")
_ALL = re.compile(r"退|都|全|所有|一切")
_BUT = re.compile(r"留|除了|只要")
_OTHERS = re.compile(r"天气|技术|知识|病虫|虫情|求购|有人收")


class Unsubscribe(FarmAction):
    """What a farmer no longer wants to be sent."""

    intent = "unsubscribe"
    example = "别给我发了"
    is_personal = True

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """Ends what is named, or everything where nothing is: subscriptions and price alerts."""
        mine = kept.of_person(knowledge, question.person_id)
        waiting = alerts.of_person(knowledge, question.person_id, question.today)
        if not mine and not waiting:
            # Something may have been made a moment ago, by a message that is answered beside this one.
            return Answer("好的。您没有订内容，也没有设提醒，不会主动发给您。", deeds=(_all(),))
        if _AT_NIGHT.search(question.text) and not _ALL.search(question.text):
            return Answer("晚上9点到早上7点本来就不主动发。全都不要了，回复「退订」。")
        if _LESS.search(question.text) and not _is_narrow(question):
            return Answer(f"{_ordered(mine)}。不要哪样？比如：退订招工。全都不要了，回复「退订」。")
        meant, meant_alerts = _meant(mine, waiting, question)
        if not _is_narrow(question):
            return Answer(_told(mine, waiting), deeds=(_all(),))
        if not meant and not meant_alerts:
            return Answer(f"您没有订这样。{_ordered(mine)}。全都不要了，回复「退订」。")
        left = [one for one in mine if one not in meant]
        tail = f"还订着：{'、'.join(_called(one) for one in left)}。" if left else ""
        fields = {
            "subscriptions": " ".join(str(one.id) for one in meant),
            "alerts": " ".join(str(one.alert.id) for one in meant_alerts),
        }
        return Answer(_told(meant, meant_alerts) + tail, deeds=(Deed.of("ending", fields),))


def _ordered(mine: Sequence[Kept]) -> str:
    return f"现在订着的：{'、'.join(_called(one) for one in mine) or '没有'}"


def _all() -> Deed:
    return Deed.of("ending", {"all": "1"})


def _is_narrow(question: Question) -> bool:
    """Whether only a part of what is sent is meant."""
    named = question.commodities or question.values("ordinal") or question.values("job_type")
    return bool(named or _OTHERS.search(question.text) or any(kind.search(question.text) for _, kind in _SUBJECTS))


def _meant(mine: Sequence[Kept], waiting: Sequence[Alert], question: Question) -> tuple[list[Kept], list[Alert]]:
    if question.values("ordinal"):
        number = int(question.values("ordinal")[0])
        index = number - 1 if number > 0 else len(mine) + number
        return [mine[index]] if 0 <= index < len(mine) else [], []
    named = [one for one in mine if _is_named(one, question)]
    if _BUT.search(question.text):
        return [one for one in mine if one not in named], []
    goods = _goods(question)
    alerts_named = [one for one in waiting if one.alert.commodity_id in goods]
    return named, alerts_named


def _is_named(one: Kept, question: Question) -> bool:
    if one.subject == PRICES and question.commodities:
        return one.commodity_id in _goods(question) or one.commodity is None
    if question.values("job_type"):
        return one.subject == JOBS
    return not question.commodities and any(
        subject == one.subject and kind.search(question.text) for subject, kind in _SUBJECTS
    )


def _goods(question: Question) -> set[int]:
    return {one.id for wide in question.commodities for one in (wide, *question.names.descendants(wide))}


def _told(meant: Sequence[Kept], alerts_ended: Sequence[Alert]) -> str:
    ended = [_called(one) for one in meant] + [f"{one.name}{one.wish}的提醒" for one in alerts_ended]
    return f"已退订：{'、'.join(ended)}。从现在起不再发。"


def _called(one: Kept) -> str:
    return subscriptions.called(one.subject, one.commodity)
