"""What holds a post for staff: words and figures that frauds on farmers have in common (`rules.tsv`).

A pattern is looked for in the post's text as `plain` makes it, within one clause; where it is marked so, a clause that
denies it (不收押金) does not count.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from knowledge.text import normalise

JOB, TRADE = "job", "trade"
_FOLDER = Path(__file__).parent
_CLAUSES = re.compile(r"[，。；！？、,;!?\n]+")
# Marks that belong to addresses and figures, where they stand in them.
_MARKS = re.compile(r"[^\w./:%+-]|_|(?<![a-z0-9/:])[./:%+-]|[.%+-](?![a-z0-9])")
_DENIAL = re.compile(r"(?:不|无|免|没|拒|别|勿|谨防|严禁|禁止|小心)(?!是)[^，]{0,7}$")
_REGISTERED = re.compile(r"登记证?号?[^，]{0,4}(齐全|全|有|\w{0,20}\d)|审定|国审|批准文号|合格证|有证")
PAY_OVER_USUAL, PRICE_UNDER, PRICE_OVER = 3.0, 0.5, 2.0


@dataclass(frozen=True)
class Post:
    """What rules look at; a figure over the usual one, or a field that must be there, is None where it is not known."""

    kind: str
    text: str
    employer: str | None = None
    place: str | None = None
    pay_over_usual: float | None = None
    price_over_usual: float | None = None


class Rule(NamedTuple):
    """Why a post is held, in words for staff, and the words that did it."""

    reason: str
    found: str


class _Pattern(NamedTuple):
    reason: str
    kinds: frozenset[str]
    can_be_denied: bool
    looks_like: re.Pattern[str]


def held_for(post: Post) -> list[Rule]:
    """The rules that hold a post, each once; none where it may go on."""
    found: dict[str, Rule] = {}
    for rule in (*_by_words(post), *_by_fields(post)):
        found.setdefault(rule.reason, rule)
    return list(found.values())


def in_words(rules: list[Rule]) -> str:
    """The rules as they are kept with the post."""
    return "；".join(f"{rule.reason}（{rule.found}）" if rule.found else rule.reason for rule in rules)


def plain(text: str) -> str:
    """The text half-width and simplified, without marks and spaces that hide words, clauses parted by 「，」."""
    clauses = [_MARKS.sub("", clause) for clause in _CLAUSES.split(normalise(text).text)]
    joined = ""
    for clause in filter(None, clauses):
        # A comma within a word hides it: 押，金.
        joined += clause if not joined or len(clause) == 1 or _ends_alone(joined) else "，" + clause
    for written, meant in _writings():
        joined = joined.replace(written, meant)
    return joined


def _ends_alone(joined: str) -> bool:
    return len(joined.rpartition("，")[2]) == 1


def _by_words(post: Post) -> Iterator[Rule]:
    text = plain(post.text)
    for pattern in _patterns():
        if post.kind not in pattern.kinds:
            continue
        for match in pattern.looks_like.finditer(text):
            before = text[: match.start()].rpartition("，")[2]
            if not (pattern.can_be_denied and _DENIAL.search(before)) and not _is_registered(pattern, text):
                yield Rule(pattern.reason, match[0])
                break


def _is_registered(pattern: _Pattern, text: str) -> bool:
    return pattern.reason == "农资没写登记号" and bool(_REGISTERED.search(text))


def _by_fields(post: Post) -> Iterator[Rule]:
    if post.kind == JOB and post.employer is not None and len(post.employer.strip()) < 2:
        yield Rule("没写用人单位", "")
    if post.place is not None and not post.place.strip():
        yield Rule("没写地点", "")
    if post.pay_over_usual is not None and post.pay_over_usual > PAY_OVER_USUAL:
        yield Rule("工钱比别家高得多", f"{post.pay_over_usual:.1f} 倍")
    if post.price_over_usual is not None and not PRICE_UNDER <= post.price_over_usual <= PRICE_OVER:
        yield Rule("价钱和行情差得多", f"{post.price_over_usual:.2g} 倍")


@cache
def _patterns() -> tuple[_Pattern, ...]:
    found = []
    for line in (_FOLDER / "rules.tsv").read_text(encoding="utf-8").splitlines():
        reason, kinds, can_be_denied, pattern = line.split("\t")
        meant = frozenset({JOB, TRADE}) if kinds == "both" else frozenset({kinds})
        found.append(_Pattern(reason, meant, can_be_denied == "1", re.compile(pattern)))
    return tuple(found)


@cache
def _writings() -> tuple[tuple[str, str], ...]:
    lines = (_FOLDER / "writings.tsv").read_text(encoding="utf-8").splitlines()
    return tuple((written, meant) for written, meant in (line.split("\t") for line in lines))
