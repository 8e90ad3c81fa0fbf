"""What a question wants to know, and which part of a text says it."""

import re
from collections.abc import Sequence

from sqlalchemy.orm import Session

from actions.base import Question
from knowledge import search
from knowledge.models.passage import Part
from knowledge.text import normalise

# Words of a question, and the headings under which articles answer it; the first that fits counts.
_WANTS = tuple(
    (re.compile(asked), re.compile(heading))
    for asked, heading in (
        (r"浮头|泛塘|翻塘|中暑|臌气|胀气|肚子胀|难产|触电|翻肚|快死|要死了", r"急救|现在|马上"),
        (
            r"是不是|是么子病|什么病|啥病|么子病|怎么认|咋认|认得|什么样|啥样|像.{0,6}样|哪样的|分得?清|区别|什么虫",
            r"怎么认|样子|看哪里|查|分",
        ),
        (r"为什么|为啥|为么子|何解会|怎么会|怎么引起|原因|怎么来的", r"为什么|什么时候多|容易发"),
        (r"怎么[放存藏]|[保储贮]藏|不烂|保鲜", r"怎么[放存藏]|保鲜"),
        (r"(?:什么|么子|哪个|啥)时候|几时|何时|好久|哪个月|几月|哪天|多大", r"什么时候(?!要请)|采|挖|季节"),
        (r"(?:平时|以后|明年|提前|预先|预防|早点).{0,6}|防[止范着]|不得.{0,3}再", r"平时|怎么防|明年"),
        (
            r"找哪个|找谁|请.{0,3}人|报告|报给|报哪个|打哪个电话|哪里看|技术员|抗性|测土|加一倍|不死|分不清|没出苗|退货",
            r"请人|报告",
        ),
        (
            r"咋[办搞治弄整打]|怎么[办治搞弄处救整打]|如何|(?:么子|什么|啥|哪样|哪种)药|[打喷]点?(?:么子|什么|啥)|治|救|处理|解决|搞么子",
            r"怎么办|怎么治|现在|处理|急救|打药|怎么补",
        ),
        (r"(?:怎么|咋|如何|何式)防", r"怎么防|怎么治|平时"),
    )
)
_FITS = 6.0
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
_ASKS_HOW_OR_WHEN = re.compile(r"(?:什么|么子|哪个|啥)时候|几时|何时|几月|好久|哪个月|怎么|咋|如何|何式")


def same_work(question: Question, title: str) -> bool:
    """Whether the question asks how or when to do what the title is about (油菜几时种, 油菜什么时候播)."""
    text = without_names(question)
    if not _ASKS_HOW_OR_WHEN.search(text) or not _ASKS_HOW_OR_WHEN.search(title):
        return False
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
        text = text.replace(name, " ")
    return text


def fitting(knowledge: Session, question: Question, kind: str, row_id: int) -> Part:
    """The part of a text that answers: by its own words, and by what the question wants to know."""
    return answering(search.parts(knowledge, question.text, kind, row_id), question)


def answering(found: Sequence[search.Found], question: Question) -> Part:
    """Of a text's parts with their scores the one that answers."""
    if _AS_A_WHOLE.search(question.text):
        return next((part.passage for part in found if not part.passage.heading), found[0].passage)
    headings = [heading for asked, heading in _WANTS if asked.search(question.text)]
    # The first that this text has a part for.
    heading = next((h for h in headings if any(h.search(part.passage.heading) for part in found)), None)

    def fit(part: search.Found) -> float:
        if not part.passage.heading:
            return part.score * _OPENING
        if _CLOSING.search(part.passage.heading) and not _CLOSING.search(question.text):
            return part.score * (_FAR_ASIDE if heading else _ASIDE)
        return part.score + (_FITS if heading and heading.search(part.passage.heading) else 0.0)

    return max(found, key=fit).passage


def is_headed(question: Question, heading: str) -> bool:
    """Whether a part under this heading answers the kind of thing that is asked."""
    return any(asked.search(question.text) and headed.search(heading) for asked, headed in _WANTS)
