"""What holds a post for staff: words and figures that frauds on farmers have in common (`rules.tsv`).

A line is a reason, the kind of post, whether a clause that denies it (不收押金) does not count, what it weighs, and the
pattern, in the post's text as `plain` makes it; then what the same clause says where it is honest, and what the whole
text says. `words.tsv` holds the parts that patterns share, as {name}. Signs that weigh 1 together hold a post.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from knowledge.moderation import hidden, learned
from knowledge.text import normalise

JOB, TRADE = "job", "trade"
_FOLDER = Path(__file__).parent
_CLAUSES = re.compile(r"[，。；！？、,;!?\n]+")
# Marks that belong to addresses and figures, where they stand in them.
_MARKS = re.compile(r"[^\w./:%+-]|_|(?<![a-z0-9/:])[./:%+-]|[.%+-](?![a-z0-9])")
_DENIAL = re.compile(
    r"(?:不(?![是限看查论管累拖够懂会识能满录干用想分])|不用(?!干活)|无(?![抵息])|免(?!试)|没(?!满)|拒|别(?!人|个)|莫|勿"
    r"|谨防|严禁|禁止|小心|警惕|防止)[^，]{0,7}$"
)
_WARNING = re.compile(r"骗子|骗人的|被骗|举报|谨防|警惕|当心")
_ENOUGH = 0.99
# What must be looked at however honest the rest reads.
_NEVER_OUTWEIGHED = frozenset({
    "要人先交钱", "要扣证件、要银行卡或验证码", "租借账户、实名", "说是去境外", "带网址", "字拆开写",
    "没写用人单位", "没写地点", "工钱比别家高得多", "价钱和行情差得多", "农资没写登记号", "农资没有登记",
})  # fmt: skip
# Of a sign that spans several clauses.
_SHOWN = 20
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
    """Why a post is held, in words for staff, the words that did it, and what they weigh."""

    reason: str
    found: str
    weight: float = 1.0


class _Pattern(NamedTuple):
    reason: str
    kinds: frozenset[str]
    can_be_denied: bool
    weight: float
    looks_like: re.Pattern[str]
    unless: re.Pattern[str] | None
    unless_anywhere: re.Pattern[str] | None


def held_for(post: Post) -> list[Rule]:
    """The rules that hold a post, the heaviest first, each reason once; none where it may go on."""
    signs = [*_by_words(post), *_by_fields(post), *_by_hiding(post)]
    # What tells staff more comes first, and is enough where it is enough.
    if sum(sign.weight for sign in signs) < _ENOUGH:
        signs += _by_likeness(post)
    if sum(sign.weight for sign in signs) - _outweighed(post, signs) < _ENOUGH:
        return []
    found: dict[str, Rule] = {}
    for rule in sorted(signs, key=lambda sign: -sign.weight):
        found.setdefault(rule.reason, rule)
    return list(found.values())


def in_words(rules: list[Rule]) -> str:
    """The rules as they are kept with the post."""
    return "；".join(f"{rule.reason}（{rule.found[:_SHOWN]}）" if rule.found else rule.reason for rule in rules)


def plain(text: str) -> str:
    """The text half-width and simplified, without marks and spaces that hide words, clauses parted by 「，」."""
    clauses = [_MARKS.sub("", clause) for clause in _CLAUSES.split(normalise(text).text)]
    joined = ""
    for clause in filter(None, clauses):
        # A comma within a word hides it: 押，金.
        joined += clause if not joined or len(clause) == 1 or _ends_alone(joined) else "，" + clause
    for written, meant in _writings():
        joined = joined.replace(written, meant)
    return hidden.shown(joined)


def _ends_alone(joined: str) -> bool:
    return len(joined.rpartition("，")[2]) == 1


def _by_words(post: Post) -> Iterator[Rule]:
    text = plain(post.text)
    for pattern in _patterns():
        if post.kind in pattern.kinds:
            match = next((match for match in pattern.looks_like.finditer(text) if _counts(pattern, text, match)), None)
            if match:
                yield Rule(pattern.reason, match[0], pattern.weight)


def _by_likeness(post: Post) -> Iterator[Rule]:
    score, pairs = learned.likeness(plain(post.text))
    if score > learned.MAYBE:
        yield Rule("读起来像骗人的", "、".join(pairs), 1.0 if score > learned.SURE else 0.5)


def _by_hiding(post: Post) -> Iterator[Rule]:
    """Who writes to be read writes no parts of characters, and seldom syllables among them."""
    text = normalise(post.text).text
    if hidden.is_in_parts(text):
        yield Rule("字拆开写", "")
    if found := hidden.syllables(_MARKS.sub("，", text)):
        yield Rule("夹着拼音", "、".join(found[:3]), 1.0 if len(found) > 1 else 0.5)


def _outweighed(post: Post, signs: list[Rule]) -> float:
    """What a post that reads like honest ones takes off its signs, so that one alone does not hold it."""
    if not signs or {sign.reason for sign in signs} & _NEVER_OUTWEIGHED:
        return 0.0
    return 0.5 if learned.likeness(plain(post.text)).score < learned.HONEST else 0.0


def _counts(pattern: _Pattern, text: str, match: re.Match[str]) -> bool:
    """Whether what was found is meant so where it stands."""
    before = text[: match.start()].rpartition("，")[2]
    clause = before + match[0] + text[match.end() :].partition("，")[0]
    if pattern.can_be_denied and (_DENIAL.search(before) or _WARNING.search(clause)):
        return False
    honest = (pattern.unless, clause), (pattern.unless_anywhere, text)
    return not any(found and found.search(said) for found, said in honest)


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
    shared = {f"{{{name}}}": pattern for name, pattern in _lines("words.tsv")}
    part = re.compile("|".join(map(re.escape, shared)))
    found = []
    for reason, kinds, can_be_denied, weight, *patterns in _lines("rules.tsv"):
        whole = (part.sub(lambda m: shared[m[0]], each) for each in (*patterns, "", "")[:3])
        looks_like, unless, anywhere = (re.compile(each) if each else None for each in whole)
        meant = frozenset({JOB, TRADE}) if kinds == "both" else frozenset({kinds})
        if looks_like:
            found.append(_Pattern(reason, meant, can_be_denied == "1", float(weight), looks_like, unless, anywhere))
    return tuple(found)


def _lines(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines()]


@cache
def _writings() -> tuple[tuple[str, str], ...]:
    return tuple((written, meant) for written, meant in _lines("writings.tsv"))
