"""What a message means after what was said before, and so what to do next."""

import re
from dataclasses import dataclass, replace

from actions import safety
from actions.base import EMERGENCY
from bot.dispatch import Entities, Request
from bot.nlu.understand import Understanding
from bot.talk import LOOKED_UP, Talk

SURE, DOUBTFUL, UNLIKELY, CLOSE = 0.6, 0.34, 0.15, 0.12
_TAKES_COMMODITY = LOOKED_UP - {"find_jobs", "ask_notice", "ask_weather"}
_NO_SERVICE = frozenset({"greet", "goodbye", "thanks", "help", "chitchat", "affirm", "deny", "out_of_scope"})
_DIALOGUE = _NO_SERVICE | {"cancel", "more", "choose"}
_ALTERNATIVES = {"commodity": "commodity", "region": "place", "market": "place", "problem": "problem"}
_LABELS = {
    "ask_price": "价格", "ask_price_trend": "行情走势", "compare_prices": "哪里价高", "find_jobs": "找活做",
    "ask_technique": "种养技术", "find_supply": "哪里有卖", "find_demand": "哪个收", "ask_notice": "政策通知",
    "post_supply": "发布要卖的", "post_demand": "发布要收的", "post_job": "发布招工", "ask_expert": "找农技员",
    "give_feedback": "反映问题", "ask_weather": "天气", "set_price_alert": "到价提醒", "subscribe": "定时发送",
    "my_posts": "我发布的", "check_feedback": "反映的事办得怎样", "set_location": "告诉我您在哪里",
    "list_price_alerts": "我的提醒", "delete_price_alert": "取消提醒", "unsubscribe": "不要再发",
    "read_newspaper": "手机报",
}  # fmt: skip
LONGEST_ASKED_ON = 14
_ASKING = re.compile(r"怎|咋|么子|什么|啥|几|哪|要不要|能不能|可不可以|多少|好多|多久|为何|[吗不么冇][?？]?$|药|防|治")
_CORRECTION = re.compile(r"不是|不对|错了|搞错|说错|我(?:说|问)的是|换成|改成")


@dataclass(frozen=True)
class Move:
    """What to do next: answer requests, turn a page, or ask which of several was meant."""

    requests: tuple[Request, ...] = ()
    turns_page: bool = False
    question: str = ""
    choices: tuple[tuple[str, Request], ...] = ()


def next_move(clauses: list[Understanding], talk: Talk) -> Move:
    """What a message (one reading per question in it) means after what was said before."""
    for words in ("，".join(clause.text for clause in clauses), "，".join(clause.heard for clause in clauses)):
        if safety.first_aid(words):
            # However it was read, and whatever we had asked: a life comes first.
            return Move((Request("ask_expert", words),))
    if len(clauses) == 1:
        return _single(clauses[0], talk)
    requests: list[Request] = []
    for clause in clauses:
        before = replace(talk, asked=requests[-1]) if requests else talk
        requests += _single(clause, replace(before, choices=(), asks="")).requests
    return Move(tuple(requests))


def _single(said: Understanding, talk: Talk) -> Move:
    if said.intent == "more" and talk.rest:
        return Move(turns_page=True)
    if said.intent == "choose" and talk.choices and said.values("ordinal"):
        return _chosen(said, talk)
    entities = _entities(said)
    if talk.asks == EMERGENCY and talk.asked and not _is_clear(said):
        return Move((replace(talk.asked, text=f"{talk.asked.text}，{said.heard}"),))
    if said.intent in ("cancel", "more") or (said.intent == "choose" and said.values("ordinal")):
        return Move((Request(said.intent, said.heard, entities),))
    follow_up = _follow_up(said, entities, talk)
    if follow_up:
        return Move((follow_up,))
    if _asks_on(said, talk):
        assert talk.asked is not None  # noqa: S101 - what asks on has something before it
        return Move((Request("ask_technique", said.heard, _inherited("ask_technique", entities, talk)),))
    if entities and not said.rest and all(kind == "commodity" for kind, _ in entities):
        return _about_what(said, entities)
    if not _is_borne_out(said) and (said.confidence < DOUBTFUL or _is_close(said)):
        return _which_reading(said, entities)
    return Move((Request(said.intent, said.heard, _inherited(said.intent, entities, talk)),))


def _is_clear(said: Understanding) -> bool:
    """Whether a message surely wants something of its own, or leaves."""
    if said.intent in ("thanks", "goodbye", "cancel"):
        return True
    # 要不要灌水 may be about a field, and may be about the person who lies there.
    names_something = bool(said.entities) or said.intent not in ("ask_technique", "ask_expert")
    return said.confidence > SURE and said.intent in LOOKED_UP and names_something


def _asks_on(said: Understanding, talk: Talk) -> bool:
    """那怎么防, 打么子药: a short question that names nothing goes on about the crop or sickness before."""
    if talk.asked is None or talk.asked.intent != "ask_technique" or len(said.heard) > LONGEST_ASKED_ON:
        return False
    names_something = bool(said.values("commodity") or said.values("problem"))
    return said.intent in ("ask_technique", "out_of_scope") and not names_something and bool(_ASKING.search(said.heard))


def _chosen(said: Understanding, talk: Talk) -> Move:
    number = int(said.values("ordinal")[0])
    index = number - 1 if number > 0 else len(talk.choices) + number
    if not 0 <= index < len(talk.choices):
        return Move(question=f"只有{len(talk.choices)}个可选，请回复1～{len(talk.choices)}。", choices=talk.choices)
    return Move((talk.choices[index][1],))


def _follow_up(said: Understanding, entities: Entities, talk: Talk) -> Request | None:
    """An answer to what we asked, a correction, or a new name in an old question."""
    if talk.asks and talk.asked:
        filled = _filled(said, entities, talk)
        if filled:
            return filled
    if not talk.asked or not entities:
        return None
    corrects = bool(_CORRECTION.search(said.heard)) and (said.confidence < SURE or said.intent in _DIALOGUE)
    if said.rest and not corrects:
        return None
    if said.intent == "set_location" and said.confidence > SURE and said.rest:
        return None
    return replace(talk.asked, text=said.heard, entities=_merged(talk.asked.entities, entities))


def _filled(said: Understanding, entities: Entities, talk: Talk) -> Request | None:
    assert talk.asked is not None  # noqa: S101 - the caller has looked
    if any(kind == talk.asks for kind, _ in entities):
        if said.rest and said.confidence > SURE and said.intent not in (talk.asked.intent, *_DIALOGUE):
            return None
        return replace(talk.asked, text=said.heard, entities=_merged(talk.asked.entities, entities))
    if talk.asks == "commodity" and not entities and len(said.heard) <= 8 and said.confidence < SURE:
        return replace(talk.asked, text=said.heard, entities=_merged(talk.asked.entities, (("commodity", said.heard),)))
    return None


def _merged(before: Entities, now: Entities) -> Entities:
    """New names replace old ones of their kind; a place replaces a place, be it market or region."""
    replaced = {_ALTERNATIVES.get(kind, kind) for kind, _ in now}
    kept = tuple(e for e in before if _ALTERNATIVES.get(e[0], e[0]) not in replaced)
    return (*now, *kept)


def _inherited(intent: str, entities: Entities, talk: Talk) -> Entities:
    """A question about a commodity that names none means the one before."""
    kinds = {kind for kind, _ in entities}
    if intent not in _TAKES_COMMODITY or kinds & {"commodity", "problem"} or not talk.asked:
        return entities
    return (*entities, *(e for e in talk.asked.entities if e[0] in ("commodity", "problem")))


def _entities(said: Understanding) -> Entities:
    """Kind and value of each entity, without what the farmer says he does not mean (不是白菜，是包菜)."""
    kept = [e for e in said.entities if not re.search(r"(?:不是|不要|不问|别看)[^，,。]{0,2}$", said.text[: e.start])]
    return tuple(dict.fromkeys((e.entity, e.value) for e in kept or said.entities))


def _is_borne_out(said: Understanding) -> bool:
    """Whether a commodity is named, the likeliest service is about one, and the next is not."""
    (first, p), *others = said.ranking
    second = others[0][0] if others else ""
    return (
        p > UNLIKELY and first in _TAKES_COMMODITY and second not in _TAKES_COMMODITY and bool(said.values("commodity"))
    )


def _is_close(said: Understanding) -> bool:
    """Whether two services are almost equally likely."""
    if len(said.ranking) < 2 or said.confidence >= SURE:
        return False
    (first, p), (second, q) = said.ranking[:2]
    return p - q < CLOSE and first not in _DIALOGUE and second not in _DIALOGUE


def _about_what(said: Understanding, entities: Entities) -> Move:
    """A bare name: what about it?"""
    name = entities[0][1]
    intents = ("ask_price", "ask_technique", "find_demand", "find_supply")
    return _numbered(f"您问{name}的什么？回复数字：", said, entities, intents)


def _which_reading(said: Understanding, entities: Entities) -> Move:
    likely = [intent for intent, p in said.ranking[:4] if intent not in _DIALOGUE and p > 0.08][:3]
    if said.ranking[0][0] in _DIALOGUE or not likely:
        return Move((Request("out_of_scope", said.heard, entities),))
    if len(likely) == 1:
        return Move((Request(likely[0], said.heard, entities),))
    return _numbered("您是想问哪样？回复数字：", said, entities, tuple(likely))


def _numbered(question: str, said: Understanding, entities: Entities, intents: tuple[str, ...]) -> Move:
    choices = tuple((_LABELS.get(intent, intent), Request(intent, said.heard, entities)) for intent in intents)
    lines = [f"{number} {label}" for number, (label, _) in enumerate(choices, 1)]
    return Move(question="\n".join([question, *lines]), choices=choices)
