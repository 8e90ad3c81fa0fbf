"""「每天给我发菜价」: what a farmer wants every morning; what was understood is repeated."""

import re

from sqlalchemy.orm import Session

from actions import subscriptions, wording
from actions.base import Answer, Choice, FarmAction, Question
from knowledge.deeds import Deed
from knowledge.models.subscription import JOBS, NEWSPAPER, NOTICES, PRICES
from knowledge.subscriptions import kept

MOST_GOODS = 5
_OFFERED = (
    (NEWSPAPER, re.compile(r"手机[报抱]|订.{0,2}报(?!价)|收.{0,2}报$|份报")),
    (JOBS, re.compile(r"招[工人]?|务工|零工|找活|的?活[路干]?|工厂")),
    (NOTICES, re.compile(r"通知|公告|政策|补贴|村务|公开")),
)
_NOT_OFFERED = re.compile(
    r"技术|知识|资料|管理|天气|气象|霜冻|寒潮|暴雨|病虫|虫情|农时|供求|求购|有人[收要买]|谁[卖买收]"
)
_PRICE = re.compile(r"价|行情|市场|多少钱|几多钱")
_LATER = re.compile(r"(?:上午|早上|早晨)?([89八九])点")
_OTHER_HOUR = re.compile(r"晚上|下午|中午|半夜|[1-6一二三四五六]点|1[0-9]点|十[一二]?点")
_HOURS = {"8": 8, "八": 8, "9": 8, "九": 8}


class Subscribe(FarmAction):
    """What a farmer wants to be sent."""

    intent = "subscribe"
    example = "每天给我发菜价"
    is_personal = True

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """Keeps the subscription, asks for its subject, or says that there is none of it yet."""
        subject = _subject(question)
        if subject == "":
            return _which(question)
        if subject is None:
            text = "现在能每天发的有：价格、招工、通知。您要的还不能定时发，已记下，工作人员会看到。"
            return Answer(text, is_open=True)
        return _kept(question, knowledge, subject)


def _subject(question: Question) -> str | None:
    """What is wanted; empty where nothing is named, None for what nobody can have."""
    chosen = question.value(subscriptions.SUBJECT)
    if chosen:
        return chosen
    text = question.text
    found = next((subject for subject, pattern in _OFFERED if pattern.search(text)), "")
    if found and not (found != NEWSPAPER and question.commodities and _PRICE.search(text)):
        return found
    if question.values("job_type"):
        return JOBS
    if _NOT_OFFERED.search(text) or question.values("problem"):
        return None
    return PRICES if question.values("commodity") or question.markets or _PRICE.search(text) else ""


def _which(question: Question) -> Answer:
    subjects = (PRICES, JOBS, NOTICES, NEWSPAPER)
    labels = [subscriptions.NAMES[subject] for subject in subjects]
    choices = tuple(
        Choice(label, question.intent, ((subscriptions.SUBJECT, subject), *question.entities))
        for label, subject in zip(labels, subjects, strict=True)
    )
    text = f"您要订哪样？回复数字：\n{wording.numbered(labels)}\n只要一样的价，就直接说，比如：每天发白菜价"
    return Answer(text, choices=choices)


def _kept(question: Question, knowledge: Session, subject: str) -> Answer:
    goods = question.commodities[:MOST_GOODS] if subject == PRICES else []
    if subject == PRICES and question.values("commodity") and not goods:
        return Answer(f"还没有「{question.values('commodity')[0]}」的报价。{wording.KEPT}", is_open=True)
    mine = kept.of_person(knowledge, question.person_id)
    if len(mine) + max(1, len(goods)) > kept.MOST:
        return Answer(f"您已经订了{len(mine)}样，最多{kept.MOST}样。先退掉用不着的，比如：退订招工")
    what = "、".join(subscriptions.called(subject, one.name) for one in goods) or subscriptions.called(subject, None)
    others = [one for one in (subscriptions.called(each.subject, each.commodity) for each in mine) if one not in what]
    place = question.names.places.name(question.near)
    hour = _LATER.search(question.text)
    lines = [
        f"订好了：{what}（{place}附近）。" if subject != NEWSPAPER else f"订好了：{what}。",
        *(["只能在早上7点到9点之间发。"] if _OTHER_HOUR.search(question.text) else []),
        subscriptions.NO_PAPER if subject == NEWSPAPER else subscriptions.WHEN,
        *([f"您还订着：{'、'.join(others)}。"] if others else []),
        subscriptions.STOP,
    ]
    fields = {
        "subject": subject,
        "commodities": " ".join(str(one.id) for one in goods),
        "region": question.near,
        "hour": str(_HOURS[hour[1]] if hour else kept.MORNING),
    }
    return Answer("\n".join(lines), deeds=(Deed.of("subscription", fields),))
