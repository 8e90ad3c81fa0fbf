"""Words of danger: a person who may be dying, animals that may have a reportable epidemic, water that comes."""

import re

from knowledge.text import normalise

# What staff must see first, from the most urgent on.
POISONING, EPIDEMIC, FLOOD, ORDINARY = 3, 2, 1, 0
NAMES = {POISONING: "中毒", EPIDEMIC: "疫情", FLOOD: "汛情"}

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
_FLOOD = re.compile(
    r"决堤|决口|溃堤|溃坝|溃口|垮坝|垮堤|漫堤|漫坝|管涌|冒浑水|洪水|山洪|发大水|涨大水|涨水|泥石流|滑坡|塌方|山体|内涝|被淹|淹了|淹水"
)

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


def is_bad_air(plain: str) -> bool:
    """Whether a person may lie in a cellar or a pit; an animal alone is no such case."""
    return bool(_BAD_AIR.search(plain)) and not _ANIMAL.search(plain)


def is_poisoning(plain: str) -> bool:
    """Whether a person may have been poisoned; an animal or a crop alone is the technician's matter."""
    if _PINYIN.search(plain):
        return True
    if not _POISONING.search(plain):
        return False
    return not (
        (_ANIMAL.search(plain) or _PLANT.search(plain)) and not re.search(r"人|娃|伢|孩子|我(?!家|屋|们|的)", plain)
    )


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


def urgency(text: str) -> int:
    """How urgent a message is by its words: POISONING, EPIDEMIC, FLOOD or ORDINARY."""
    plain = normalise(text).text
    if is_poisoning(plain) or is_bad_air(plain):
        return POISONING
    if suspected(plain):
        return EPIDEMIC
    return FLOOD if _FLOOD.search(plain) else ORDINARY
