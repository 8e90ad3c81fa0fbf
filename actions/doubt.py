"""What an answer is not sure of, or does not say though it was asked."""

import re

from actions import passages, wants
from actions.base import Question
from knowledge import search
from knowledge.danger import suspected
from knowledge.models.passage import Part
from knowledge.text import name_token

# Below this share of the question's characters, a text on a sickness may well be on another one; tuned on sentences
# of our own.
SURE, HEADED = 0.75, 0.7
_AVOIDING = re.compile(
    r"才不|不得|怎么防|咋防|预防|(?:什么|么子|哪个|啥)时候|几时|何时|[打用买撒施下]什么|么子药|什么药|要不要|能不能|可不可以"
    r"|怎么[种栽养喂存放管收治救]|处理|消毒"
)
_WHICH = re.compile(r"(?:什么|么子|啥子?|哪样|哪种|何种)[病虫]")
_ANIMALS = frozenset({"畜禽", "水产"})


def asks_which(question: Question) -> bool:
    """Whether it is asked which sickness or pest it is: who asks that does not know, whatever else he asks."""
    return bool(_WHICH.search(question.text))


def is_on_sickness(title: str, question: Question) -> bool:
    """Whether a text says in its title that it is on what goes wrong, and not on when to sow."""
    bare = title
    for name in question.names.commodity_ids:
        # 红薯 is red by name alone.
        bare = bare.replace(name, "") if len(name) > 1 else bare
    return wants.describes(bare) or any(name in title for name in question.names.problems)


def said(question: Question, found: search.Found) -> str:
    """A few words before a text that may be on another sickness than the one described; empty where it is surely not.

    Somebody describes what he sees, and the text is on none of the sicknesses that he names, or holds too little of
    what he says.
    """
    if not wants.describes(passages.without_names(question)):
        return ""
    if _AVOIDING.search(question.text) and not asks_which(question):
        return ""
    if suspected(question.text):
        return ""
    subject = set(found.passage.subject_tokens.split())
    named = any(name_token(problem) in subject for problem in question.values("problem")) or any(
        name in question.text and name in found.passage.title for name in question.names.problems
    )
    if (named and found.spelled >= SURE) or found.headed >= HEADED:
        return ""
    is_animal = any(commodity.category in _ANIMALS for commodity in question.commodities)
    return f"看像不像，不像再问{'兽医' if is_animal else '县植保站'}："


def unsaid(question: Question, part: Part) -> list[str]:
    """A line where a figure is asked for that the part does not give."""
    name, is_given = wants.figure(question.text, part.text)
    return [f"（资料里没写{name}，看标签或问县农技站）"] if name and not is_given else []
