"""What goes on about the question before: a new name in it, an answer to what we asked, a correction."""

import re
from dataclasses import replace

from bot.dispatch import Entities, Request
from bot.nlu.understand import Entity, Understanding
from bot.talk import LOOKED_UP, SHOWN, Talk

SURE, HALF = 0.6, 0.5
LONGEST_ASKED_ON, LONGEST_CARRIED = 14, 120
TAKES_COMMODITY = LOOKED_UP - {"find_jobs", "ask_notice", "ask_weather"}
NO_SERVICE = frozenset({"greet", "goodbye", "thanks", "help", "chitchat", "affirm", "deny", "out_of_scope"})
DIALOGUE = NO_SERVICE | {"cancel", "more", "choose"}
_PRICES = frozenset({"ask_price", "ask_price_trend", "compare_prices"})
_GOODS_POSTS = frozenset({"post_supply", "post_demand"})
_OF_GOODS = _PRICES | {"find_supply", "find_demand"}
_ALTERNATIVES = {"commodity": "commodity", "region": "place", "market": "place", "problem": "problem"}
# A row that was picked from a list: what comes next is no longer about that list.
_PICKED = frozenset({"title", "job", "post", SHOWN})
_ADVICE = re.compile(r"要不要|能不能|可不可以|得不得|什么药|么子药")
_CONDITIONS = re.compile(
    r"包.{0,2}[吃住餐饭]|管.{0,2}[吃住饭]|押金|日结|月结|结账|结工|现钱|年龄|要求|男的|女的|夫妻|上班|下班|几点|做几|做好久|保险|合同"
    r"|来回|接送|[车路]费|有[什么子啥]{1,3}要求|远不远|工资|工钱"
)
_OF_A_NOTICE = re.compile(
    r"(?:交|缴|补|发|领|赔|报)(?:销)?.{0,2}(?:好多|多少|几多|几块)|(?:几时|么子时候|什么时候|哪天).{0,2}(?:交|缴|发|领|截止|到账|止)"
    r"|(?:到|在)?哪[里个].{0,2}(?:交|缴|领|办|申请|报名)|怎么(?:交|缴|领|办|申请|报名)|(?:要|带).{0,3}(?:手续|材料|证件|资料)|找哪个"
)
_NOTICE_OF_ITS_OWN = re.compile(r"补贴|医保|社保|合作医疗|养老|低保|保险|通知|政策|证书|执照|宅基地|学费|电费|水费")
_SORTED = re.compile(r"(?:工资|工钱|工价|钱|待遇).{0,3}[高多](?!少)|近(?:一)?[点些处]|最近的")
_ASKING = re.compile(
    r"怎|咋|有没有|么子|什么|啥|几|哪|要不要|能不能|可不可以|多少|好多|多久|为何|[吗不么冇][?？]?$|药|防|治"
)
_COURSE = re.compile(r"最[高低]|卖到|涨|跌|走势|比.{1,6}(?:[高低贵]|便宜|好些)|(?:[高低贵]|便宜)[些点了]")
_LIKEWISE = re.compile(r"呢[?？。]?$")
# What is said before a name that is not meant, and after one.
_WAVED_OFF = re.compile(r"(?:不是|不要|除了|除开|没问|冇问|(?:[莫别]|不用?)(?:问|看|说|讲|提|查))[^，,。]{0,2}$")
_DONE_WITH = re.compile(
    r"的?(?:价格?|行情)?(?:[就先都也]?(?:莫|别|不用?)再?(?:问|看|说|讲|提|查|要)了|就?算了|我?(?:晓得|知道|问过|看过)了|除外)"
)
_AND = re.compile(r"[和跟与、，,]")
_CORRECTION = re.compile(r"不是|不对|错了|搞错|说错|我(?:说|问|讲)的是|换成|改成")


def of(said: Understanding, entities: Entities, talk: Talk) -> Request | None:
    """An answer to what we asked, a correction, or a new name in an old question."""
    if talk.asks and talk.asked:
        filled = _filled(said, entities, talk)
        if filled:
            return filled
    if not talk.asked or not entities:
        return None
    if said.values("problem") and talk.asked.intent != "ask_technique":
        # A sickness after a price or a notice is a question of its own.
        return None
    doubtful = said.confidence < SURE or said.intent in DIALOGUE
    goes_on = doubtful and bool(_CORRECTION.search(said.heard) or _LIKEWISE.search(said.heard))
    if said.rest and not goes_on:
        return None
    if said.intent == "set_location" and said.confidence > SURE and said.rest:
        return None
    return replace(talk.asked, text=_same_question(said, talk.asked), entities=_merged(talk.asked.entities, entities))


def posts(said: Understanding, entities: Entities, talk: Talk) -> Request | None:
    """要三百只 after 哪里有卖鸭苗的: a post about the goods asked for, with all of the words for staff."""
    goods = tuple(e for e in talk.asked.entities if e[0] == "commodity") if talk.asked else ()
    if not goods or not talk.asked or talk.asked.intent not in _OF_GOODS or said.intent not in _GOODS_POSTS:
        return None
    if any(kind == "commodity" for kind, _ in entities):
        return None
    return Request(said.intent, f"{talk.asked.text}，{said.heard}"[:LONGEST_CARRIED], (*entities, *goods))


def _same_question(said: Understanding, asked: Request) -> str:
    """The words to search by when a new name comes into an old question: 萝卜什么时候种, then 那白菜呢."""
    if asked.intent != "ask_technique":
        return said.heard
    old = asked.text
    for kind, value in asked.entities:
        if any(kind == entity.entity for entity in said.entities):
            old = old.replace(value, "")
    return f"{said.heard} {old}"[:LONGEST_CARRIED]


def _filled(said: Understanding, entities: Entities, talk: Talk) -> Request | None:
    assert talk.asked is not None  # noqa: S101 - the caller has looked
    if any(kind == talk.asks for kind, _ in entities):
        if said.rest and said.confidence > SURE and said.intent not in (talk.asked.intent, *DIALOGUE):
            return None
        return replace(talk.asked, text=said.heard, entities=_merged(talk.asked.entities, entities))
    if talk.asks == "commodity" and not entities and len(said.heard) <= 8 and said.confidence < SURE:
        return replace(talk.asked, text=said.heard, entities=_merged(talk.asked.entities, (("commodity", said.heard),)))
    return None


def _merged(before: Entities, now: Entities) -> Entities:
    """New names replace old ones of their kind; a place replaces a place, be it market or region."""
    replaced = {_ALTERNATIVES.get(kind, kind) for kind, _ in now}
    kept = tuple(e for e in before if e[0] not in _PICKED and _ALTERNATIVES.get(e[0], e[0]) not in replaced)
    return (*now, *kept)


def asks_on(said: Understanding, talk: Talk) -> bool:
    """那怎么防, 打么子药: a short question that names nothing goes on about the crop or sickness before."""
    if talk.asked is None or talk.asked.intent != "ask_technique" or len(said.heard) > LONGEST_ASKED_ON:
        return False
    names_something = bool(said.values("commodity") or said.values("problem"))
    # 要不要打药 names a job to whom knows nothing of what was said before.
    is_advice = said.intent == "find_jobs" and bool(_ADVICE.search(said.heard))
    may_be = said.intent in ("ask_technique", "out_of_scope") or said.confidence < HALF or is_advice
    return may_be and not names_something and bool(_ASKING.search(said.heard))


def asks_on_prices(said: Understanding, talk: Talk) -> bool:
    """半个月里头最高卖到多少: about the price of what was asked before."""
    is_short = len(said.heard) <= LONGEST_ASKED_ON and not said.values("commodity")
    before = talk.asked.intent if talk.asked else ""
    is_open = said.confidence < SURE or said.intent in DIALOGUE
    return is_short and before in _PRICES and is_open and bool(_COURSE.search(said.heard))


def asks_of_notice(said: Understanding, talk: Talk) -> Request | None:
    """交好多钱, 要么子手续: about the notice before; None for anything else."""
    if not talk.asked or talk.asked.intent != "ask_notice" or len(said.heard) > LONGEST_ASKED_ON:
        return None
    if said.entities or not _OF_A_NOTICE.search(said.heard) or _NOTICE_OF_ITS_OWN.search(said.heard):
        return None
    return replace(talk.asked, text=f"{said.heard}，{talk.asked.text}"[:LONGEST_CARRIED])


def asks_of_jobs(said: Understanding, talk: Talk) -> Request | None:
    """工资高点的, 近点的: the same jobs in another order; 包吃住不: what they say of that; None for anything else."""
    if not talk.asked or talk.asked.intent != "find_jobs" or len(said.heard) > LONGEST_ASKED_ON:
        return None
    is_open = said.intent in NO_SERVICE or said.confidence < SURE
    if is_open and not said.entities and _CONDITIONS.search(said.heard):
        return replace(talk.asked, text=said.heard)
    if not _SORTED.search(said.heard) or any(e.entity not in ("wage", "job_type") for e in said.entities):
        return None
    return replace(talk.asked, text=said.heard, entities=_merged(talk.asked.entities, entities(said)))


def inherited(intent: str, entities: Entities, talk: Talk) -> Entities:
    """A question about a commodity that names none means the one before."""
    kinds = {kind for kind, _ in entities}
    before = talk.asked or (talk.form.request if talk.form else None)
    if intent not in TAKES_COMMODITY or not before:
        return entities
    # Whether a question that names something goes on about the article just shown, its answer judges: 要不要撒硼肥.
    goes_on = intent == before.intent == "ask_technique"
    shown = tuple(e for e in before.entities if e[0] == SHOWN) if goes_on else ()
    if kinds & {"commodity", "problem"}:
        return (*entities, *shown)
    return (*entities, *(e for e in before.entities if e[0] in ("commodity", "problem")), *shown)


def entities(said: Understanding) -> Entities:
    """Kind and value of each entity, without what the farmer says he does not mean (不是白菜，是包菜; 白菜不用讲了)."""
    kept = _meant(said)
    return tuple(dict.fromkeys((e.entity, e.value) for e in kept or said.entities))


def _meant(said: Understanding) -> list[Entity]:
    """The entities that are not waved off; of a row of names (白菜萝卜都不用查了) none is meant."""
    kept: list[Entity] = []
    row = ""
    for entity in sorted(said.entities, key=lambda e: e.start, reverse=True):
        after = said.text[entity.end :]
        if _DONE_WITH.match(after) or (row and not _AND.sub("", after.removesuffix(row))):
            row = said.text[entity.start :]
        elif not _WAVED_OFF.search(said.text[: entity.start]):
            kept.append(entity)
    return kept[::-1]
