"""What comes before any answer: poisoning, banned pesticides asked for, and a last look at what goes out."""

from datetime import date

from sqlalchemy.orm import Session

from knowledge import danger, guard
from knowledge.articles_told import station
from knowledge.catalogue import Catalogue
from knowledge.text import normalise

_FIRST_AID = (
    "【紧急】马上打120，说清地点和药名。\n"
    "等车时：\n"
    "1. 离开有药的地方，到通风处\n"
    "2. 脱掉沾药的衣服，用清水和肥皂洗皮肤；进了眼睛用清水冲15分钟以上\n"
    "3. 昏迷、抽搐的人侧卧，不要喂水喂食，不要自行催吐\n"
    "4. 把农药瓶子和标签带给医生看\n"
    "不要等、不要上网找偏方。"
)

_OUT_OF_THE_PIT = (
    "【紧急】马上打120和119，说清地点、几个人。\n"
    "1. 千万不要下去救，下去的人也会昏倒\n"
    "2. 打开口子，用风扇、鼓风机往里送风；不要点火\n"
    "3. 喊人来帮忙，等带了呼吸器的人下去\n"
    "4. 救上来的人抬到通风处，没有呼吸的，照120电话里教的做心肺复苏\n"
    "不要等。"
)


def warning(text: str, names: Catalogue, today: date, session: Session) -> str:
    """What must be said before anything else; empty when nothing must."""
    plain = normalise(text).text
    aid = first_aid(text)
    if aid:
        return aid
    for mention in guard.mentions(plain, names, today):
        if mention.ruling.status == guard.RESTRICTED:
            ruled = guard.described(mention.ruling, mention.written)
            return f"{ruled}\n别的作物上能不能用、怎么用，请问{station(session)}，以产品标签为准。"
        if mention.ruling.status == guard.BANNED:
            return (
                f"{guard.described(mention.ruling, mention.written)}\n"
                "家里还有的不要用、不要送人、不要倒掉，交回农资店或问县植保站怎么处理。\n"
                f"要换什么药，请问{station(session)}，以产品标签为准。"
            )
    return ""


def first_aid(text: str) -> str:
    """What to do at once when a person may be dying; empty when nobody is."""
    plain = normalise(text).text
    if danger.is_bad_air(plain):
        return _OUT_OF_THE_PIT
    return _FIRST_AID if danger.is_poisoning(plain) else ""


def stopped(text: str, names: Catalogue, today: date, session: Session) -> str:
    """What goes out instead of a text that recommends a banned pesticide; empty when the text may go."""
    found = guard.recommended(text, names, today)
    if not found:
        return ""
    return (
        f"找到的资料里提到{guard.described(found[0].ruling)}这条资料不能照用，已转工作人员核对。\n"
        f"用药请问{station(session)}，以产品标签为准。"
    )
