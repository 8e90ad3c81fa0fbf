"""Which of two ways to train is better: both learn without one message in five, and are asked for those."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from math import sqrt

from bot.nlu.training import Example

_PARTS = 5
# Every model reads some doubtful sentences another way without being worse.
_CHANCE, _LUCK = 1.0, 2

Reading = Callable[[str], str]


@dataclass(frozen=True)
class Figures:
    """Of `asked` sentences the old way reads `old` right and the new way `new`; `lost` only the old, `won` only the
    new."""

    asked: int
    old: int
    new: int
    lost: int
    won: int

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def is_worse(self) -> bool:
        """Whether the new way loses more than chance explains."""
        return self.lost - self.won > max(_LUCK, _CHANCE * sqrt(self.lost + self.won))


def is_held_out(text: str) -> bool:
    """Whether a sentence is kept from training for the comparison, for good: a hash of it decides."""
    return hashlib.sha256(f"held out {text}".encode()).digest()[0] % _PARTS == 0


def learned(examples: Sequence[Example]) -> list[Example]:
    """What is left to learn from."""
    return [example for example in examples if not is_held_out(example.text)]


def compared(asked: Sequence[Example], old: Reading, new: Reading) -> Figures:
    """Both ways' readings of the held-out sentences among `asked`, against their intents."""
    held = [example for example in asked if is_held_out(example.text)]
    pairs = [(old(example.text) == example.intent, new(example.text) == example.intent) for example in held]
    return Figures(
        asked=len(held),
        old=sum(before for before, _ in pairs),
        new=sum(after for _, after in pairs),
        lost=sum(before and not after for before, after in pairs),
        won=sum(after and not before for before, after in pairs),
    )
