"""Names of the catalogues in a message: commodities, places, markets, problems and kinds of work."""

import re
from functools import lru_cache
from typing import Any

import ahocorasick

from bot.nlu.spans import Span
from knowledge.catalogue import Catalogue
from knowledge.text import normalise

_VILLAGE = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:村|社区)(?!里|上|干部|支书|委会)")
_AREA_WORD = re.compile(r"(?:这边|那边|那里|附近|周边|市里|县里|县城|城里)")
_WORK = re.compile(r"(?:摘|采|收|割|插|栽|挖|锄|捞|扯|掰|砍|剥|剪|洗|喂|养|放|打|装|卸|搬|卖|种)$")
_JOB_TALK = re.compile(
    r"招|活路|零工|小工|临工|做工|打工|找事|事做|做事|工作|请人|雇|人手|请.{1,4}(?:人|个)|要人|缺人|用工|找活|有活|帮工|工价|工钱|干活"
)


def find(text: str, catalogue: Catalogue) -> list[Span]:
    """Every name in a normalised text; overlaps are left to the caller, but for places that belong together."""
    spans: list[Span] = []
    for end, names in _automaton(catalogue).iter(text):
        for entity, name, value, weak in names:
            start = end - len(name) + 1
            if not _inside_latin_word(text, start, end + 1):
                spans.append(Span(entity, start, end + 1, value, weak))
    return [*spans, *_paths(text, spans, catalogue), *_work_on_commodities(text, spans)]


@lru_cache(maxsize=2)
def _automaton(catalogue: Catalogue) -> Any:
    automaton = ahocorasick.Automaton()
    found: dict[str, list[tuple[str, str, str, bool]]] = {}
    for entity, name, value, weak in names_of(catalogue):
        plain = normalise(name).text
        entries = found.setdefault(plain, [])
        if plain and all(entry[0] != entity for entry in entries):
            entries.append((entity, plain, value, weak))
    for plain, entries in found.items():
        automaton.add_word(plain, entries)
    automaton.make_automaton()
    return automaton


def names_of(catalogue: Catalogue) -> list[tuple[str, str, str, bool]]:
    """All that a message may name: entity, name, canonical value, and whether the name means other things too."""
    names: list[tuple[str, str, str, bool]] = []
    for name, commodity_id in catalogue.commodity_ids.items():
        commodity = catalogue.commodities[commodity_id]
        weak = commodity.weak or len(name) == 1 or name in catalogue.weak_aliases
        names.append(("commodity", name, commodity.name, weak))
    for market in catalogue.markets.values():
        names += [("market", name, market.name, False) for name in (market.name, *market.aliases)]
    names += [("problem", name, value, False) for name, value in catalogue.problems.items()]
    names += [("job_type", name, value, False) for name, value in catalogue.job_types.items()]
    for name in catalogue.places.codes:
        code = catalogue.places.find(name)
        if code and len(name) > 1:
            names.append(("region", name, catalogue.places.name(code), False))
    return names


def _inside_latin_word(text: str, start: int, end: int) -> bool:
    """Whether a Latin or digit name is cut out of a longer word (666 in 26668)."""
    if not (text[start].isascii() and text[end - 1].isascii()):
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    return (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())


def _paths(text: str, spans: list[Span], catalogue: Catalogue) -> list[Span]:
    """湖南省常德市桃源县漆河镇 is one place, and a village belongs to the township before it."""
    longest: dict[int, Span] = {}
    for span in spans:
        if span.entity == "region" and span.length > longest.get(span.start, span).length - 1:
            longest[span.start] = span
    joined: list[Span] = []
    for start, region in longest.items():
        path, end, value = region.value, region.end, region.value
        while end in longest:
            code = catalogue.places.find(f"{path}/{longest[end].value}")
            if code is None:
                break
            path, value, end = f"{path}/{longest[end].value}", catalogue.places.name(code), longest[end].end
            joined.append(Span("region", start, end, value))
        village = _VILLAGE.match(text, end)
        if village:
            joined.append(Span("region", start, village.end(), value))
    return joined


def _work_on_commodities(text: str, spans: list[Span]) -> list[Span]:
    """摘橘子 is a kind of work where the message is about work."""
    if not _JOB_TALK.search(text):
        return []
    found = []
    for span in spans:
        verb = _WORK.search(text, max(0, span.start - 1), span.start) if span.entity == "commodity" else None
        if verb:
            found.append(Span("job_type", verb.start(), span.end, text[verb.start() : span.end]))
    return found
