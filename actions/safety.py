"""What comes before any answer: poisoning, banned pesticides asked for, and a last look at what goes out."""

import re
from datetime import date

from sqlalchemy.orm import Session

from knowledge import guard
from knowledge.catalogue import Catalogue
from knowledge.models import contact
from knowledge.text import normalise

_POISONS = r"(?:农药|除草剂|杀虫剂|老鼠药|鼠药|百草枯|敌敌畏|敌百虫|草甘膦|草铵膦|甲胺磷|药水|毒药|药)"
_POISONING = re.compile(
    rf"(?:误[服食喝]|喝(?:了|到|下|错|进)?|吃(?:了|错|下)|吞(?:了|下)?|服(?:了|下)|呛(?:了|到|进))[^。，,!?]{{0,8}}?{_POISONS}"
    rf"|{_POISONS}[^。，,!?]{{0,6}}?(?:中毒|喝(?:下去|进去|了)|误服|溅(?:到|进)?眼|进(?:了|到)?眼睛|弄到眼)"
    r"|(?:农药|有机磷|百草枯|除草剂)中毒|打(?:完|了|农)?药[^。,，]{0,8}(?:头[晕昏]|脑壳[晕昏]|恶心|想?呕|想吐|晕倒|昏倒|发抖|抽筋|冒汗|心慌|看不清|喘不上气|口吐白沫)"
    r"|(?:人|娃|伢|孩子|老人|娘|爹|爸|妈|婆|公|他|她|我|邻居|老公|老婆|堂客)[^。,，]{0,8}(?:中毒|口吐白沫|喝药)|喝药(?:了|自杀|寻短)|中毒(?:了|怎么办|咋搞|咋办|急救|如何|么子办)"
)
# Bad air in cellars and pits kills those who climb down to help.
_BAD_AIR = re.compile(r"(?:窖|沼气|粪池|化粪|枯井|井[里底下]|坑[里底])[^。，,!?]{0,10}(?:昏|晕|倒|没声|不动|喊不应)")
_PINYIN = re.compile(
    r"(?:\b(?:he|chi)\s?(?:le|liao)?\s?(?:nong\s?yao|bai\s?cao\s?ku|di\s?di\s?wei))|nong\s?yao\s?zhong\s?du"
)
_ANIMAL = re.compile(r"(?:猪|牛|羊|鸡|鸭|鹅|鱼|狗|猫|蜂|虾|甲鱼)[^人娃伢孩]{0,10}(?:中毒|吃了|喝了|误食)")
_PLANT = re.compile(r"(?:菜|苗|树|叶|果|稻|玉米|油菜|茶)[^人娃伢孩]{0,6}(?:中毒|药害)")
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
    if _BAD_AIR.search(plain) and not _ANIMAL.search(plain):
        return _OUT_OF_THE_PIT
    return _FIRST_AID if is_poisoning(plain) else ""


def is_poisoning(plain: str) -> bool:
    """Whether a person may have been poisoned; an animal or a crop alone is the technician's matter."""
    if _PINYIN.search(plain):
        return True
    if not _POISONING.search(plain):
        return False
    return not (
        (_ANIMAL.search(plain) or _PLANT.search(plain)) and not re.search(r"人|娃|伢|孩子|我(?!家|屋|们|的)", plain)
    )


def stopped(text: str, names: Catalogue, today: date, session: Session) -> str:
    """What goes out instead of a text that recommends a banned pesticide; empty when the text may go."""
    found = guard.recommended(text, names, today)
    if not found:
        return ""
    return (
        f"找到的资料里提到{guard.described(found[0].ruling)}这条资料不能照用，已转工作人员核对。\n"
        f"用药请问{station(session)}，以产品标签为准。"
    )


def station(session: Session) -> str:
    """Whom to ask about pesticides."""
    return contact.reachable(session, "county_plant_protection", "县植保站或农技热线12316")
