"""Animals that may have a reportable epidemic: what comes before any answer."""

import re

from sqlalchemy.orm import Session

from knowledge.models import contact
from knowledge.text import normalise

SWINE_FEVER, FOOT_AND_MOUTH, BIRD_FLU = "非洲猪瘟", "口蹄疫", "高致病性禽流感"

_PIG, _HOOFED, _POULTRY = r"猪(?!油|肉|草|粪|栏肥)", r"猪|牛(?!皮癣)|羊", r"鸡(?!蛋)|鸭(?!蛋)|鹅|鸽"
_FEVER = r"发高?烧|高烧|发热|高热|滚烫|身上烫"
_RED = r"[红紫](?:块|斑|点|印|了|的)?|发[红紫乌]|一块块"
_MANY = r"[几好多数一两三四五六七八九十百\d]+(?:头|只|窝|栏|群|个)|成[批片群栏]|一[栏群窝]|接着|接连|陆续|连着|天天|都"
_SUDDEN = r"突然|一下子|一夜|无缘无故|好好的|没看出"
_DEAD = r"死"
_SICK = r"死|病|不吃|打蔫|倒|烧"
_BLISTERS = r"起泡|水泡|水疱|泡泡|烂"
_HOOF_OR_MOUTH = r"蹄|嘴|口|舌|奶头|鼻"
# What is no sickness: heat, poison and want of air kill many at once too, and are told by their own words.
_OTHERWISE = re.compile(r"中暑|中毒|吃了药|药死|淹|压死|触电|雷|冻死|老鼠药|浮头|价|多少钱|好多钱|保险")
_ASKED_OF = re.compile(r"什么是|是么子意思|怎么预防|怎么防|疫苗")


def suspected(text: str) -> str:
    """The epidemic that a description may be; empty for anything else."""
    plain = normalise(text).text
    if _OTHERWISE.search(plain) or _ASKED_OF.search(plain):
        return ""
    if _near(_HOOFED, plain) and re.search(_BLISTERS, plain) and re.search(_HOOF_OR_MOUTH, plain):
        return FOOT_AND_MOUTH
    if _near(_PIG, plain) and ((re.search(_FEVER, plain) and re.search(_RED, plain)) or _dies(plain)):
        return SWINE_FEVER
    if _near(_POULTRY, plain) and _dies(plain):
        return BIRD_FLU
    if _near(_HOOFED, plain) and _dies(plain):
        return "疫病"
    return ""


def _dies(plain: str) -> bool:
    """Whether several have died, or one suddenly."""
    many = re.search(rf"(?:{_MANY}).{{0,6}}{_DEAD}|{_DEAD}(?:了|的|掉)?.{{0,3}}(?:{_MANY})", plain)
    return bool(many) or bool(re.search(rf"(?:{_SUDDEN}).{{0,4}}{_DEAD}", plain))


def _near(animal: str, plain: str) -> bool:
    return bool(re.search(animal, plain))


def first_of_all(text: str, session: Session) -> str:
    """What to do at once where animals may have a reportable epidemic; empty where nothing speaks for one.

    Source: 动物防疫法 (2021), 第三十一条: who finds animals that have an epidemic or may have one reports at once and
    keeps it from spreading; 第二十九条: they must not be killed for sale, traded or carried.
    """
    name = suspected(text)
    if not name:
        return ""
    whom = contact.reachable(session, "county_livestock", "镇畜牧站，也可打12316")
    like = "要紧的传染病" if name == "疫病" else f"{name}这样的疫病"
    return (
        f"【先报告】像{like}，说不准，先当它是：\n"
        "1. 病的死的都不搬、不卖、不杀、不剖、不丢\n"
        "2. 人、车、牲口先别进出\n"
        f"3. 马上报{whom}\n"
        "（动物防疫法第三十一条：疑似染疫要立即报告）"
    )
