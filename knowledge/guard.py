"""The pesticide guard: no text that recommends a banned pesticide goes out; a warning may."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import ahocorasick

from knowledge.catalogue import Catalogue, Ruling
from knowledge.text import normalise

LEGAL, RESTRICTED, BANNED = "legal", "restricted", "banned"

_SENTENCE = re.compile(r"[^。；;！!？?\n]+")
# Words that make a sentence a warning; 不能只用 and 不仅 are none.
_NO_WARNING = re.compile(r"不(?:能|要|可)(?:只|单|光|仅|连续)|不仅|不但|不得不")
_WARNING = re.compile(
    r"禁[止用限售]|严禁|不得|不能|不可|不准|不许|不要|别[用买打喷]|勿|停[止用产]|撤销|淘汰|违法|违规|违禁|退市|已禁|限用|拒绝|举报|不再|不合法"
)
# Short names and numbers are words of their own elsewhere (乐果 in 快乐果园, 666 among friends).
FARM_TALK = re.compile(
    r"药|喷|打|洒|防治|杀|虫|毒|禁|兑水|能用|可用|怎么用|咋用|如何用|好用|买|卖|换|亩用|拌种|稀释|倍液"
)


@dataclass(frozen=True)
class Mention:
    """A pesticide that a text names, and what holds for it on the day in question."""

    written: str
    start: int
    ruling: Ruling


def mentions(text: str, catalogue: Catalogue, today: date) -> list[Mention]:
    """Every pesticide named in a text, longest names first so that 乙酰甲胺磷 is no 甲胺磷."""
    plain = normalise(text).text
    hits: list[tuple[int, int, str]] = []
    for end, name in _automaton(catalogue).iter_long(plain):
        start = end - len(name) + 1
        if _stands_alone(plain, start, end + 1) and ((len(name) > 2 and not name.isdigit()) or FARM_TALK.search(plain)):
            hits.append((start, end, name))
    return [Mention(name, start, in_force(catalogue.rulings[name], today)) for start, _end, name in hits]


def in_force(rulings: tuple[Ruling, ...], today: date) -> Ruling:
    """The newest ruling that has taken effect; before the first one the substance is legal."""
    valid = [ruling for ruling in rulings if ruling.effective is None or ruling.effective <= today]
    return valid[-1] if valid else Ruling(rulings[0].name, LEGAL, None, "", ())


def recommended(text: str, catalogue: Catalogue, today: date, crop_groups: Iterable[str] = ()) -> list[Mention]:
    """Pesticides that the text recommends though they are banned, or restricted on one of the crop groups."""
    if not mentions(text, catalogue, today):
        return []
    groups = set(crop_groups)
    found = []
    for sentence in _SENTENCE.findall(text):
        if is_warning(sentence):
            continue
        for mention in mentions(sentence, catalogue, today):
            ruling = mention.ruling
            if ruling.status == BANNED or (ruling.status == RESTRICTED and groups & set(ruling.forbidden_on)):
                found.append(mention)
    return found


def is_warning(sentence: str) -> bool:
    """Whether a sentence tells not to use what it names."""
    return bool(_WARNING.search(_NO_WARNING.sub("", sentence)))


def described(ruling: Ruling, written: str = "") -> str:
    """The ruling in one line for a farmer, with announcement and day; `written` is the name that he used."""
    day = f"，{ruling.effective.year}年{ruling.effective.month}月{ruling.effective.day}日起" if ruling.effective else ""
    name = f"「{ruling.name}」"
    if written and written != normalise(ruling.name).text:
        name = f"「{written}」就是「{ruling.name}」，"
    if ruling.status == BANNED:
        return f"{name}是国家禁用农药（{ruling.announcement}{day}），不能买、不能用。"
    return f"{name}是限用农药（{ruling.announcement}{day}），禁止用于：{'、'.join(ruling.forbidden_on)}。"


@lru_cache(maxsize=2)
def _automaton(catalogue: Catalogue) -> Any:
    automaton = ahocorasick.Automaton()
    for name in catalogue.rulings:
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Latin letters and digits must not go on beyond the name."""
    before, after = text[start - 1 : start], text[end : end + 1]
    cut_before = text[start].isascii() and before.isascii() and before.isalnum()
    cut_after = text[end - 1].isascii() and after.isascii() and after.isalnum()
    return not (cut_before or cut_after)
