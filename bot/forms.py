"""An unfinished form (a post, a report, an alert): what a message adds to it, and what is a request of its own.

A form is an answer that waits for something (`Answer.waits_for`): a kind of entity, or CONFIRM for a yes. What has been
said so far are the entities of its request; the entity STEP tells its action of a yes, a no or a way out.
"""

import re
from dataclasses import replace

from actions.posting import CONFIRM, CONFIRMED, DOUBTED, DROPPED, STEP, UNHEARD
from bot import follow_ups
from bot.dispatch import Entities, Request
from bot.nlu.numbers import NUMBER, plain, read
from bot.nlu.understand import Understanding
from bot.talk import Form, Talk
from knowledge import intents as services
from knowledge.text import normalise

LONGEST_ADDED, LONGEST_KEPT = 60, 200
# The intent of what is sent to finish a form, where it is no service of its own.
_MAY_BELONG = frozenset({"set_location", "affirm", "deny", "choose", "more"}) | follow_ups.NO_SERVICE
_RESUMES = re.compile(r"接着(?:发|写|填|来|说|报)?|继续(?:发|写|填|来|说|报)|刚才那[条个](?:接着)?")
_DROPS = re.compile(
    r"(?:那|还是|先)?(?:不|莫|冇)(?:发|卖|收|招|报|要|搞|写|填)(?:布)?了?(?:算了)?|(?:那|还是)?算了(?:吧)?|取消|0|作废"
)
_YES = re.compile(
    r"[1１]|一|好的?|要得|行|可以|发(?:布|吧|出去)?|发布吧|确认|确定|是的?|对的?|没错|冇错|对头|同意|没问题|嗯{1,3}|就这样(?:吧|发)?|ok"
)
_NO = re.compile(r"(?:不对|不是|错了|有错|要改|改一下|修改|不行|搞错了?|2|２)")
_ASKS = re.compile(r"多少|好多|几[多块毛时]|怎|咋|哪|么子|什么|啥|[吗嘛呢么][？?]?$|[？?]$|有没有|是不是")
_CORRECTS = re.compile(r"不是|不对|错了|改|换成|搞错|说错|应该是")
_OPEN = re.compile(r"面[议谈]|都可以|随行就市|随便|再谈|商量|好讲|好说|看货|见面|按行情|市场价")
_UNSAID = re.compile(r"不晓得|不知道|不清楚|不一定|没定|冇定|说不好|说不准|看情况|到时候|跳过|没有|冇得|不填|不限|若干")
_HERE = re.compile(
    r"^(?:我们?|货|人|东西){0,2}(?:屋里)?(?:就)?(?:住)?(?:在|到|是)|^地[方点址](?:是|在|改成|:|：){0,2}|(?:这里|这边|的)$"
)
_BARE = re.compile(rf"(?:大概|差不多|大约|就|要|招|请|有){{0,2}}(?P<number>{NUMBER})(?:个|来个|多)?(?:左右|的样子|吧)?")
# 工钱改成140: a part by its name, and a bare figure.
_NAMED = re.compile(
    rf"(?:(?P<price>价[格钱]?|单价)|(?P<wage>工[钱资价])|(?P<quantity>数量|重量)|(?P<heads>人数))\D{{0,4}}?(?P<number>{NUMBER})(?:斤|人|个)?"
)
_ANONYMOUS = re.compile(
    r"(?:我要|请|要|用)?匿名(?:提交|反映|举报|的|吧)?|(?:不要|莫|别)(?:说|讲|告诉.{0,6})?是我(?:讲的|说的|反映的)?"
)
_OPEN_TO_WORDS = {"commodity": 12, "job_type": 12, "region": 24, "words": LONGEST_KEPT}
_SAID_OPEN = {"price": "面议", "wage": "面议", "quantity": "不定"}
# What else may stand for a kind that is waited for.
_STANDS_FOR = {"heads": "quantity", "wage": "price", "price": "wage", "job_type": "commodity", "region": "market"}


def resumed(said: Understanding, talk: Talk) -> Request | None:
    """The form as it stands, where the farmer wants to go on with it."""
    return talk.form.request if talk.form and _RESUMES.fullmatch(_bare(said)) else None


def step(said: Understanding, talk: Talk) -> Request | None:
    """The form with what the message adds to it; None where there is no form, or the message wants something else."""
    if talk.form is None:
        return None
    form, bare = talk.form, _bare(said)
    entities = follow_ups.entities(replace(said, entities=said.found))
    if _DROPS.fullmatch(bare):
        return _told(form, DROPPED)
    if form.waits_for == CONFIRM and not talk.choices:
        if _YES.fullmatch(bare):
            return _told(form, CONFIRMED)
        if _NO.fullmatch(bare):
            return _told(form, DOUBTED)
    if _takes_words(form) and _ANONYMOUS.fullmatch(bare):
        return replace(form.request, entities=_merged(form.request.entities, (("anonymous", "1"),)))
    if len(said.heard) > LONGEST_KEPT or _is_its_own(said, entities, form):
        return None
    added = _added(said, entities, form, bare)
    if added:
        return _with(form, said, added)
    return None if _may_be_meant_elsewhere(said) else _told(form, UNHEARD)


def _bare(said: Understanding) -> str:
    return normalise(said.text).text.strip(" ,.!?。，！？、~")


def reminder(form: Form) -> str:
    """What follows the answer to something else."""
    return f"（您的「{services.name(form.request.intent)}」还没写完：发「接着」往下写，发「0」不写了。）"


def _goes_on(said: Understanding, form: Form, kinds: set[str]) -> bool:
    """Whether it is more of a report: what was asked for is not in it."""
    return _takes_words(form) and said.intent == form.request.intent and form.waits_for not in kinds


def _takes_words(form: Form) -> bool:
    """Whether any further words are part of it: a report, which says in his own words what went wrong."""
    return form.request.intent == "give_feedback"


def _is_its_own(said: Understanding, entities: Entities, form: Form) -> bool:
    """Whether the message surely wants another service, or another form of the same."""
    kinds = {kind for kind, _ in entities}
    waited = {form.waits_for, _STANDS_FOR.get(form.waits_for, form.waits_for)}
    if said.intent == form.request.intent:
        return _is_another(said, entities, form)
    if said.intent in _MAY_BELONG or said.confidence <= follow_ups.SURE:
        return False
    is_asked = bool(_ASKS.search(said.heard))
    return (
        bool(said.rest)
        and (is_asked or not kinds & waited)
        and not (form.waits_for == CONFIRM and kinds and not is_asked)
    )


def _may_be_meant_elsewhere(said: Understanding) -> bool:
    """Whether the words make sense without the form: they name a crop or a sickness, or another service."""
    return bool(said.values("commodity") or said.values("problem")) or said.intent not in _MAY_BELONG


def _is_another(said: Understanding, entities: Entities, form: Form) -> bool:
    """Whether goods of another name are offered, with figures of their own: 还要卖两千斤萝卜."""
    named = {value for kind, value in entities if kind == "commodity"}
    before = {value for kind, value in form.request.entities if kind == "commodity"}
    with_figures = any(kind in ("quantity", "price", "wage") for kind, _ in entities)
    return bool(named and before and not named & before) and with_figures and not _CORRECTS.search(said.heard)


def _added(said: Understanding, entities: Entities, form: Form, bare: str) -> Entities:
    """What the message says of the form; empty where it says nothing that the form can use."""
    kinds = {kind for kind, _ in entities if kind != "ordinal"}
    waits_for = form.waits_for
    if waits_for == "words" or _goes_on(said, form, kinds):
        return (*entities, ("words", bare))
    if waits_for == "region" and kinds <= {"region", "market"} and len(bare) <= _OPEN_TO_WORDS["region"]:
        place = _HERE.sub("", bare)
        return (*entities, *((("place", place),) if place and not _UNSAID.fullmatch(place) else ()))
    if waits_for in kinds or (kinds and waits_for == CONFIRM) or _STANDS_FOR.get(waits_for) in kinds:
        return entities
    named = None if kinds else _NAMED.fullmatch(bare)
    if named and (figure := read(named["number"])) is not None:
        return tuple((kind, plain(figure)) for kind in ("price", "wage", "quantity", "heads") if named[kind])
    number = _BARE.fullmatch(bare)
    if number and waits_for in ("price", "wage", "quantity", "heads"):
        figure = read(number["number"])
        return ((waits_for, plain(figure)),) if figure is not None else ()
    if waits_for in _SAID_OPEN and (_OPEN.search(bare) or _UNSAID.search(bare)):
        return ((waits_for, _SAID_OPEN[waits_for]),)
    if waits_for == "heads" and _UNSAID.search(bare):
        return (("heads", "不定"),)
    if kinds:
        return entities
    longest = _OPEN_TO_WORDS.get(waits_for, 0)
    may_be_words = bare and len(bare) <= longest and not _ASKS.search(bare)
    return ((waits_for, bare),) if may_be_words else ()


def _with(form: Form, said: Understanding, added: Entities) -> Request:
    # What was written first is never cut; a report's words are those on the matter, not where it is.
    is_matter = not _takes_words(form) or "words" in dict(added)
    whole = f"{form.request.text}，{said.heard}" if is_matter else form.request.text
    text = whole[: max(LONGEST_KEPT, len(form.request.text))]
    return replace(form.request, text=text, entities=_merged(form.request.entities, added))


def _merged(before: Entities, added: Entities) -> Entities:
    """New values replace old ones of their kind, and of what stands for it."""
    replaced = {kind for kind, _ in added}
    replaced |= {_STANDS_FOR[kind] for kind in replaced if kind in _STANDS_FOR} | {STEP}
    replaced |= {"place"} if replaced & {"region", "place"} else set()
    return (*(entity for entity in before if entity[0] not in replaced), *added)


def _told(form: Form, what: str) -> Request:
    kept = tuple(entity for entity in form.request.entities if entity[0] != STEP)
    return replace(form.request, entities=(*kept, (STEP, what)))
