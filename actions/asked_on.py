"""What is asked on about the article that was shown last: its part that answers, if it has one."""

import re

from sqlalchemy.orm import Session

from actions import passages, wants, wording
from actions.base import Answer, Question
from knowledge import articles_told, search
from knowledge.models.article import Article, one_published
from knowledge.models.passage import Part

SUPPLIES = "农资"
# Shares of what is asked that the part must hold: where its heading answers the kind of question, and where not.
_HEADED, _HELD = 0.5, 0.8
_INTERVAL = re.compile(
    r"(?:[收摘采割卖吃]|上市|开镰).{0,3}[前之].{0,4}(?:好久|多久|几天|多少天|好多天).{0,4}(?:不|停|禁|打|用)"
    r"|[打用喷]了?药.{0,6}(?:好久|多久|几天|多少天|好多天).{0,6}(?:[收摘采割卖吃]|上市)|间隔期"
)
# With what to treat it: never to be answered from a text on another sickness of the same crop.
_TREATMENT = re.compile(r"(?:什么|么子|啥|哪样|哪种)(?:药|针)|(?:怎么|咋|如何)[治办搞救]")
_LITTLE = re.compile(r"\W|[几多少好还那用]")
_SENTENCES, _LABEL = re.compile(r"(?<=。)|\n"), re.compile(r"间隔期|标签")


def part(question: Question, knowledge: Session, kind: str) -> Part | None:
    """The part of the article shown last that answers; None where the question is about something else."""
    article = _article(question, knowledge)
    if article is None or _names_another(question):
        return None
    parts = search.parts(knowledge, question.text, kind, article.id)
    supplies = [name for name in _written(question) if question.names.commodity(name)]
    holding = [hit for hit in parts if any(name in hit.passage.text for name in supplies)]
    if holding:
        return max(holding, key=lambda hit: hit.score).passage
    if supplies:
        return None
    best = passages.fitting(knowledge, question, kind, article.id)
    if passages.is_other_work(question, article.title + best.heading):
        return None
    wanted = set(_LITTLE.sub("", passages.matter(question)))
    if _TREATMENT.search(question.text):
        return best
    held = sum(character in best.heading + best.text for character in wanted) / len(wanted) if wanted else 1.0
    return best if held >= (_HEADED if wants.is_headed(question.text, best.heading) else _HELD) else None


def interval(question: Question, knowledge: Session) -> Answer | None:
    """How long before the harvest nothing is sprayed: the label says; None for any other question."""
    if not _INTERVAL.search(question.text):
        return None
    article = _article(question, knowledge)
    lines = [
        "【收之前多久不能打药】每种药不一样",
        "看药瓶标签上的「安全间隔期」：没到那么多天，不收、不卖、不吃。以标签为准，标签看不清的不打。",
        f"依据：农药管理条例第三十四条。拿不准问{articles_told.station(knowledge)}",
    ]
    said = [one.strip() for one in _SENTENCES.split(article.body) if _LABEL.search(one)] if article else []
    if article and said:
        day = wording.day(article.date, question.today)
        lines += [f"刚才那篇里说：{said[0].lstrip('0123456789. ')}", f"来源：{article.source}，{day}"]
    return Answer("\n".join(lines), rests_on=(("article", article.id),) if article else ())


def _article(question: Question, knowledge: Session) -> Article | None:
    shown = [number for number in question.values("shown") if number.isdecimal()]
    return one_published(knowledge, int(shown[0]), question.today) if shown else None


def _written(question: Question) -> list[str]:
    """The names of commodities that stand in the words themselves, not carried over from before."""
    found = [one for one in question.commodities if any(name in question.text for name in _names(question, one.id))]
    return [one.name for one in found]


def _names(question: Question, number: int) -> list[str]:
    return [name for name, found in question.names.commodity_ids.items() if found == number]


def _names_another(question: Question) -> bool:
    """Whether the words name a crop, an animal or a sickness themselves: that is a question of its own."""
    grown = [one for name in _written(question) if (one := question.names.commodity(name))]
    problems = [name for name, meant in question.names.problems.items() if meant in question.values("problem")]
    return any(one.category != SUPPLIES for one in grown) or any(name in question.text for name in problems)
