"""What a question wants to know, and which part of a text says it."""

import re
from collections.abc import Sequence

from sqlalchemy.orm import Session

from actions import wants
from actions.base import Question
from knowledge import search
from knowledge.models.passage import Part
from knowledge.text import normalise

# What a part gains that has the heading for the kind of question, does what is asked, gives the figure asked for.
_FITS, _DEED, _GIVES = 6.0, 4.0, 4.0
# Who asks how to care for something in a whole season is answered by what sums it up.
_AS_A_WHOLE = re.compile(r"(?:怎么|咋|如何|怎样|何式)(?:管理?|照管|照料)(?![水肥草虫病])")
# The opening sums the article up; any part that says more of what was asked goes before it.
_OPENING = 0.3
# Whom to call stands at the end of every article, and answers only who asks for that.
_CLOSING, _ASIDE = re.compile(r"请人|找人|哪个看|报告|求助"), 0.6
# Less still where another part has the heading of what is asked.
_FAR_ASIDE = 0.3

# Work on a crop that goes by several verbs, each too short to be searched for.
_WORK = (tuple("种播栽插"), tuple("收采挖摘割"), tuple("存藏放窖"), ("晒田", "烤田", "搁田"))
# Seed is no sowing.
_SEED = re.compile(r"[谷浸选品稻藕]种|种[子薯类苗]")
_ASKS_HOW_OR_WHEN = re.compile(r"(?:什么|么子|哪个|啥)时候|几时|何时|几月|好久|哪个月|怎么|咋|如何|何式")


def same_work(question: Question, title: str) -> bool:
    """Whether the question asks how or when to do what the title is about (油菜几时种, 油菜什么时候播)."""
    text = without_names(question)
    if not _ASKS_HOW_OR_WHEN.search(text) or not _ASKS_HOW_OR_WHEN.search(title):
        return False
    text, title = _SEED.sub("", text), _SEED.sub("", title)
    return any(any(v in text for v in verbs) and any(v in title for v in verbs) for verbs in _WORK)


def is_other_work(question: Question, heading: str) -> bool:
    """Whether the question asks of a work (收) that stands in no such heading (什么时候播)."""
    text = without_names(question)
    asked = [verbs for verbs in _WORK if any(verb in text for verb in verbs)]
    return bool(asked) and not any(verb in heading for verbs in asked for verb in verbs)


def matter(question: Question) -> str:
    """What is asked besides the commodities: without their names and the words of asking."""
    return search.matter(without_names(question))


def without_names(question: Question) -> str:
    """What was said, in comparable form, without the names of the commodities asked about."""
    text = normalise(question.text).text
    wanted = {commodity.id for commodity in question.commodities}
    names = [name for name, number in question.names.commodity_ids.items() if number in wanted and name in text]
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, search.GAP)
    return text


def fitting(knowledge: Session, question: Question, kind: str, row_id: int) -> Part:
    """The part of a text that answers: by its own words, and by what the question wants to know."""
    return answering(search.parts(knowledge, question.text, kind, row_id), question)


def answering(found: Sequence[search.Found], question: Question) -> Part:
    """Of a text's parts with their scores the one that answers."""
    if _AS_A_WHOLE.search(question.text):
        return next((part.passage for part in found if not part.passage.heading), found[0].passage)
    asked = question.text
    heading = wants.heading(asked, without_names(question), [part.passage.heading for part in found])

    def fit(part: search.Found) -> float:
        headed = part.passage.heading
        if not headed:
            return part.score * _OPENING
        if heading and heading.search(headed):
            return part.score + _FITS + _gain(asked, part.passage)
        if _CLOSING.search(headed) and not _CLOSING.search(asked):
            return part.score * (_FAR_ASIDE if heading else _ASIDE)
        return part.score + _gain(asked, part.passage)

    return max(found, key=fit).passage


def _gain(asked: str, part: Part) -> float:
    return _DEED * wants.is_same_deed(asked, part.heading) + _GIVES * wants.figure(asked, part.text)[1]
