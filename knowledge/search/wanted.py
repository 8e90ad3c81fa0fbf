"""What a question looks for: its words and characters, the names in it, and how much each of them tells."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models.passage import SearchTerm
from knowledge.search import synonyms
from knowledge.search.index import ALL
from knowledge.text import character_terms, name_token, tokens

# Words of asking, and the little words of every sentence: they stand in any text and tell none from another.
_ASKING = re.compile(
    r"什么时候|么子时候|怎么样?|咋样?|如何|为什么|为么子|为啥|几时|几月份?|要不要|能不能"
    r"|可不可以|可以|是不是|有没有|会不会|要得不|行不行|得不|好不好|哪里|哪个好|哪个|哪样|请问|老师|我[们家屋]?里?的?"
    r"|办法?|搞|整(?![枝地田形])|弄|一[亩窝下哈]|不晓得|晓得|没得|[怎要]"
)
# What stands within words and between them alike: 长了斑 is 长斑, 下么子肥 is 下肥.
_LITTLE = re.compile("什么|么子|啥子?|好多|多少|有点|还能|[吗呢啊呀嘛啵咯了是在就都也又么]")

# Stands for a word that was left out, so that what stood on its two sides makes no word together (烂桃怎么防: no 桃防).
GAP = "，"
_UNKNOWN = math.log(2)
# What a word of the same meaning counts beside the farmer's own; tuned as the weights of a text are.
_ALTERNATIVE = 0.5
_SAID, _MEANT = 10, 6
# So many passages are looked through for one question; of more frequent words those that hold so many together.
AFFORDABLE, _TOGETHER = 20_000, 2
_NONE: Mapping[str, int] = {}


@dataclass(frozen=True)
class Wanted:
    """Weights of what is looked for; each group of `named` is one thing by all of its names.

    `asked_*` are what the question asks besides the things that it names; `rarest` are the words and names to ask the
    index for: those that tell most, as frequent ones cost time and tell little. `common` are the rarest of the others:
    only passages that hold all of these are worth looking at.
    """

    tokens: dict[str, float]
    characters: dict[str, float]
    asked_tokens: dict[str, float]
    asked_characters: dict[str, float]
    named: tuple[dict[str, float], ...]
    rarest: tuple[str, ...]
    common: tuple[str, ...]
    # Tokens of other words that say the same as one of `asked_tokens`.
    equivalent: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)


def matter(question: str) -> str:
    """What a question is about, without the words of asking."""
    return _LITTLE.sub("", _ASKING.sub(GAP, question))


def wanted(
    session: Session, question: str, named: Sequence[Sequence[str]], asked: str, changed: Mapping[str, int] = _NONE
) -> Wanted:
    """What to look for; a word that no passage holds keeps a weight, as it counts against those that lack it.

    `asked` is the part of the question that is left without the names in it; `changed` in how many more passages than
    now each term is to stand.
    """
    about, meanings = matter(question), synonyms.current(session)
    words = _words(about) or _words(question) or set(tokens(question))
    characters = character_terms(about)
    asked_words, asked_characters = _words(asked) or set(tokens(asked)), character_terms(asked)
    others = {word: share for word, share in meanings.alternatives(about).items() if word not in words}
    groups = [[name_token(name) for name in group] for group in named]
    searched = words.union(*groups)
    counts = _counts(session, {*searched, *others, *asked_words, *characters, *asked_characters}, changed)
    weights = _weights(counts)
    meant = {word: _ALTERNATIVE * share * weights[word] for word, share in others.items() if word in weights}
    rarest = _rarest(searched & weights.keys(), weights, _SAID) + _rarest(meant.keys(), weights, _MEANT)
    affordable = _affordable(rarest, counts)
    return Wanted(
        {**{word: weights.get(word, _UNKNOWN) for word in words}, **meant},
        {term[1:]: weights.get(term, _UNKNOWN) for term in characters},
        {word: weights.get(word, _UNKNOWN) for word in asked_words},
        {term[1:]: weights.get(term, _UNKNOWN) for term in asked_characters},
        tuple({token: weights[token] for token in group if token in weights} for group in groups),
        tuple(affordable),
        tuple(term for term in rarest if term not in affordable)[:_TOGETHER],
        meanings.equivalents(question),
    )


def _words(text: str) -> set[str]:
    """The words of a text; a character that a left out word left alone counts among the characters."""
    return {token for token in tokens(text) if len(token) > 1 or token.isascii()}


def _rarest(terms: Iterable[str], weights: dict[str, float], most: int) -> list[str]:
    return sorted(terms, key=lambda term: (-weights[term], term))[:most]


def _affordable(terms: Sequence[str], counts: Mapping[str, int]) -> list[str]:
    """The rarest of the terms, as many as stand in so few passages that these can be looked through."""
    ordered = sorted(terms, key=lambda term: (counts[term], term))
    passages = accumulate(counts[term] for term in ordered)
    return [term for term, so_far in zip(ordered, passages, strict=True) if so_far <= AFFORDABLE]


def _counts(session: Session, terms: set[str], changed: Mapping[str, int]) -> Counter[str]:
    """In how many passages each term stands, where any; all of them under ALL."""
    statement = select(SearchTerm.term, SearchTerm.passages).where(SearchTerm.term.in_([*terms, ALL]))
    counts = Counter({row.term: row.passages for row in session.execute(statement)})
    counts.update({term: changed[term] for term in (*terms, ALL) if term in changed})
    return +counts


def _weights(counts: Mapping[str, int]) -> dict[str, float]:
    """How much each known term tells, by the share of passages that it stands in (the idf of BM25)."""
    whole = counts.get(ALL, 0)
    return {term: math.log(1 + (whole - count + 0.5) / (count + 0.5)) for term, count in counts.items() if term != ALL}
