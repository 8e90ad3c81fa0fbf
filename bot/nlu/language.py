"""Which characters stand side by side in what farmers write: what is likely, and what was never seen."""

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

START, END = "^", "$"
_NEVER = 1e-7
_SHARE_OF_PAIR = 0.9
_COMMON = 0.004
_DIGIT = re.compile(r"[0-9]")
_OTHER = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Language:
    """Counts of single characters and of pairs; figures count as 0, and punctuation as a comma.

    A pair that was only read, and not said, counts 0.
    """

    singles: dict[str, int]
    pairs: dict[str, int]
    size: int

    def surprise(self, before: str, character: str) -> float:
        """How unlikely the character is after the one before, in nats."""
        alone = self.singles.get(character, 0) / self.size
        after = self.pairs.get(before + character, 0) / max(1, self.singles.get(before, 0))
        return -math.log(_SHARE_OF_PAIR * after + (1 - _SHARE_OF_PAIR) * alone + _NEVER)

    def is_common(self, character: str) -> bool:
        """Whether it is one of the little words that stand beside anything."""
        return self.singles.get(character, 0) > _COMMON * self.size


def learned(said: Iterable[str], read: Iterable[str]) -> Language:
    """The language of normalised sentences that farmers said, and of texts that they may have read."""
    singles: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for sentence in said:
        symbols = [START, *symbols_of(sentence), END]
        singles.update(symbols)
        pairs.update(a + b for a, b in itertools.pairwise(symbols))
    for text in read:
        for a, b in itertools.pairwise(symbols_of(text)):
            pairs.setdefault(a + b, 0)
    return Language(dict(singles), dict(pairs), sum(singles.values()) or 1)


def symbols_of(text: str) -> str:
    """The text as the language knows it: one symbol for all figures and one for all punctuation."""
    return _OTHER.sub(",", _DIGIT.sub("0", text))
