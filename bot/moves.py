"""What a message means after what was said before, and so what to do next."""

import re
from dataclasses import dataclass, replace

from actions import safety
from actions.base import EMERGENCY
from bot import accusing, follow_ups, forms, own_posts
from bot.dispatch import Entities, Request
from bot.follow_ups import DIALOGUE, SURE
from bot.nlu.understand import Understanding
from bot.talk import LOOKED_UP, Talk
from knowledge import danger
from knowledge import intents as services
from knowledge.reports import mine

DOUBTFUL, UNLIKELY, CLOSE = 0.34, 0.15, 0.12
# Who was cheated wants to be heard; who has bought looks for no seller.
_COMPLAINT = re.compile(r"告(?![诉知])|投诉|举报|假(?:种|药|肥|货|农|冒)|骗|坑我|退货|索赔")
_BOUGHT_ALREADY = re.compile(r"买到|买了|买的|买回|买来")


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
        before = replace(talk, choices=(), asks="", asked=requests[-1] if requests else talk.asked)
        for request in _single(clause, before).requests:
            if talk.form and request.intent == talk.form.request.intent:
                # What is said to a form in several breaths is one addition.
                talk = replace(talk, form=replace(talk.form, request=request))
                requests = [other for other in requests if other.intent != request.intent]
            requests.append(request)
    return Move(tuple(requests))


def _single(said: Understanding, talk: Talk) -> Move:
    shown = _of_what_was_shown(said, talk)
    if shown:
        return shown
    entities = follow_ups.entities(said)
    if mine.number_in(said.text):
        # Nothing else has such a number.
        return Move((Request("check_feedback", said.text, entities),))
    formed = forms.step(said, talk) or own_posts.of(said)
    if formed:
        return Move((formed,))
    if said.intent == "out_of_scope" and danger.urgency(said.heard) == danger.FLOOD:
        return Move((Request("give_feedback", said.heard, entities),))
    if talk.asks == EMERGENCY and talk.asked and not _is_clear(said):
        return Move((replace(talk.asked, text=f"{talk.asked.text}，{said.heard}"),))
    if said.intent in ("cancel", "more") or (said.intent == "choose" and said.values("ordinal")):
        return Move((Request(said.intent, said.heard, entities),))
    follow_up = (
        follow_ups.asks_of_jobs(said, talk)
        or follow_ups.asks_of_notice(said, talk)
        or follow_ups.of(said, entities, talk)
    )
    if follow_up:
        return Move((follow_up,))
    if follow_ups.asks_on(said, talk):
        assert talk.asked is not None  # noqa: S101 - what asks on has something before it
        return Move((Request("ask_technique", said.heard, follow_ups.inherited("ask_technique", entities, talk)),))
    if follow_ups.asks_on_prices(said, talk):
        return Move((Request("ask_price_trend", said.heard, follow_ups.inherited("ask_price_trend", entities, talk)),))
    if entities and not said.rest and all(kind == "commodity" for kind, _ in entities):
        return _about_what(said, entities)
    if not _is_borne_out(said) and (said.confidence < DOUBTFUL or _is_close(said)):
        return _which_reading(said, entities)
    post = follow_ups.posts(said, entities, talk)
    if post:
        return Move((post,))
    return Move((Request(said.intent, said.heard, follow_ups.inherited(said.intent, entities, talk)),))


def _of_what_was_shown(said: Understanding, talk: Talk) -> Move | None:
    """The form that was left, the next page, or one of the list last shown."""
    resumed = forms.resumed(said, talk)
    if resumed:
        return Move((resumed,))
    accused = accusing.choices(said, talk)
    if len(accused) == 1:
        return Move((accused[0][1],))
    if accused:
        labels = [f"{number} {label}" for number, (label, _) in enumerate(accused, 1)]
        return Move(question="\n".join(["您举报哪一条？回复数字：", *labels]), choices=accused)
    if said.intent == "more" and talk.rest:
        return Move(turns_page=True)
    if said.intent == "choose" and talk.choices and said.values("ordinal"):
        return _chosen(int(said.values("ordinal")[0]), talk)
    if talk.choices and said.intent != "cancel" and said.text.strip().isdecimal():
        # 100 where there are two: no number that we know, yet surely meant as one of them.
        return _chosen(int(said.text), talk)
    written_out = next((request for label, request in talk.choices if label == said.text.strip()), None)
    return Move((written_out,)) if written_out else None


def _is_clear(said: Understanding) -> bool:
    """Whether a message surely wants something of its own, or leaves."""
    if said.intent in ("thanks", "goodbye", "cancel"):
        return True
    # 要不要灌水 may be about a field, and may be about the person who lies there.
    names_something = bool(said.entities) or said.intent not in ("ask_technique", "ask_expert")
    return said.confidence > SURE and said.intent in LOOKED_UP and names_something


def _chosen(number: int, talk: Talk) -> Move:
    index = number - 1 if number > 0 else len(talk.choices) + number
    if not 0 <= index < len(talk.choices):
        return Move(question=f"只有{len(talk.choices)}个可选，请回复1～{len(talk.choices)}。", choices=talk.choices)
    return Move((talk.choices[index][1],))


def _is_borne_out(said: Understanding) -> bool:
    """Whether a commodity is named, the likeliest service is about one, and the next is not."""
    (first, p), *others = said.ranking
    second = others[0][0] if others else ""
    return (
        p > UNLIKELY
        and first in follow_ups.TAKES_COMMODITY
        and second not in follow_ups.TAKES_COMMODITY
        and bool(said.values("commodity"))
    )


def _is_close(said: Understanding) -> bool:
    """Whether two services are almost equally likely."""
    if len(said.ranking) < 2 or said.confidence >= SURE:
        return False
    (first, p), (second, q) = said.ranking[:2]
    return p - q < CLOSE and first not in DIALOGUE and second not in DIALOGUE


def _about_what(said: Understanding, entities: Entities) -> Move:
    """A bare name: what about it?"""
    name = entities[0][1]
    intents = ("ask_price", "ask_technique", "find_demand", "find_supply")
    return _numbered(f"您问{name}的什么？回复数字：", said, entities, intents)


def _which_reading(said: Understanding, entities: Entities) -> Move:
    likely = [intent for intent, p in said.ranking[:4] if intent not in DIALOGUE and p > 0.08][:3]
    # A crop under water is a question for a technician.
    is_flood = danger.urgency(said.heard) == danger.FLOOD and not said.values("commodity")
    if is_flood or ("give_feedback" in likely and _COMPLAINT.search(said.heard)):
        return Move((Request("give_feedback", said.heard, entities),))
    if _BOUGHT_ALREADY.search(said.heard):
        likely = [intent for intent in likely if intent != "find_supply"]
    if said.ranking[0][0] in DIALOGUE or not likely:
        return Move((Request("out_of_scope", said.heard, entities),))
    if len(likely) == 1:
        return Move((Request(likely[0], said.heard, entities),))
    return _numbered("您是想问哪样？回复数字：", said, entities, tuple(likely))


def _numbered(question: str, said: Understanding, entities: Entities, intents: tuple[str, ...]) -> Move:
    choices = tuple((services.name(intent), Request(intent, said.heard, entities)) for intent in intents)
    lines = [f"{number} {label}" for number, (label, _) in enumerate(choices, 1)]
    return Move(question="\n".join([question, *lines]), choices=choices)
