"""What was meant by what came in: pinyin becomes Chinese, misheard and mistyped words become what they sound like."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from bot.nlu import mishearing, pinyin
from bot.nlu.gazetteer import names_of
from bot.nlu.language import Language
from bot.nlu.mishearing import Lexicon
from knowledge.catalogue import Catalogue
from knowledge.models.region import significant
from knowledge.text import Normal

# A pair of characters that farmers' sentences hold so often is a word, or as good as one.
_OFTEN, _TOGETHER = 6, 0.15
_WITHIN_A_NAME = 2.5
_LATIN = re.compile("[a-z]{2}")
_HAN = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True)
class _Names:
    """The names of one catalogue, as hearing needs them."""

    lexicon: Lexicon
    pairs: frozenset[str] = field(repr=False)
    characters: frozenset[str] = field(repr=False)
    latin: frozenset[str] = field(repr=False)


class Hearing:
    """Hears with one language; the names come from the catalogue of the moment."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._names = lru_cache(maxsize=2)(self._names_of)

    def heard(self, plain: Normal, catalogue: Catalogue) -> Normal:
        """The normalised text as it was meant; offsets still lead to the text as sent."""
        names = self._names(catalogue)
        if _LATIN.search(plain.text):

            def surprise(before: str, character: str) -> float:
                usual = self._language.surprise(before, character)
                return min(usual, _WITHIN_A_NAME) if before + character in names.pairs else usual

            def is_used(character: str) -> bool:
                return character in self._language.singles or character in names.characters

            plain = pinyin.decoded(plain, surprise, is_used, names.latin)
        return mishearing.mended(
            plain, names.lexicon, lambda pair: pair in self._language.pairs or pair in names.pairs or not _is_han(pair)
        )

    def _names_of(self, catalogue: Catalogue) -> _Names:
        names = {name for entity, name, _, _ in names_of(catalogue) if entity != "region" or _is_near(name, catalogue)}
        # 甲安磷 must be heard as what it is: banned.
        pesticides = {name for name in catalogue.rulings if _is_han(name) and len(name) > 2}
        names |= pesticides
        words = {pair for pair in self._language.pairs if _is_han(pair) and self._is_word(pair)}
        chinese = {name for name in names if _is_han(name)}
        return _Names(
            mishearing.lexicon(chinese, pesticides, words, lambda c: self._language.is_common(c) or c in names),
            frozenset(name[i : i + 2] for name in names for i in range(len(name) - 1)),
            frozenset("".join(names)),
            frozenset(name for name in names if name.isascii()),
        )

    def _is_word(self, pair: str) -> bool:
        count, singles = self._language.pairs[pair], self._language.singles
        return count >= _OFTEN and count >= _TOGETHER * max(singles[pair[0]], singles[pair[1]])


def _is_han(text: str) -> bool:
    return bool(_HAN.fullmatch(text))


def _is_near(place: str, catalogue: Catalogue) -> bool:
    """Whether it is a province, a city, or in the home city: other names are too many to be guessed at."""
    code = catalogue.places.find(place) or ""
    return code[:4] == catalogue.home_region[:4] or len(significant(code)) <= 4
