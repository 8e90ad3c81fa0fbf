"""Words that a voice recogniser or a thumb got wrong: 由菜籽 for 油菜籽, 白莱 for 白菜."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

from bot.nlu import sounds
from knowledge.text import Normal

SHORTEST, LONGEST = 2, 6
Seen = Callable[[str], bool]
_MOST_READINGS = 8
# Words of speech that stand beside anything, and are seldom in articles.
_SPOKEN = frozenset("咯啵哒噻嘞啥么冇莫哈呗嘛咧嗯啊呀呢吧吗哦噢喔哎唉")


@dataclass(frozen=True)
class Lexicon:
    """Words by how they sound; `names` may be meant even when no character of them is right.

    `is_common` tells the little words, which are seldom wrong; `grave` are names that it would be worse to miss than to
    hear where they were not meant.
    """

    by_sound: dict[tuple[str, ...], tuple[str, ...]]
    names: frozenset[str]
    grave: frozenset[str]
    is_common: Callable[[str], bool]


def lexicon(
    names: Iterable[str], grave: Iterable[str], words: Iterable[str], is_common: Callable[[str], bool]
) -> Lexicon:
    """What may have been meant: names of the catalogues and words that farmers use."""
    serious = frozenset(grave)
    named = frozenset(name for name in {*names, *serious} if SHORTEST <= len(name) <= LONGEST)
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for word in (*sorted(named), *sorted(set(words) - named)):
        for key in _keys([sounds.of(character) for character in word]):
            found[key].append(word)
    return Lexicon({key: tuple(words) for key, words in found.items()}, named, serious, is_common)


def mended(plain: Normal, known: Lexicon, is_seen: Seen) -> Normal:
    """The text with what was never seen replaced by what sounds or looks like it; as long as before.

    `is_seen` tells whether two characters are known to stand side by side.
    """
    text = plain.text
    odd = [not is_seen(text[i : i + 2]) for i in range(len(text) - 1)]
    if not any(odd):
        return plain
    heard = [_heard_as(character) for character in text]
    found: list[tuple[int, int, int, str]] = []
    for start in range(len(text) - 1):
        for size in range(SHORTEST, min(LONGEST, len(text) - start) + 1):
            if not any(odd[start : start + size - 1]):
                continue
            if not heard[start + size - 1]:
                break
            for word in _alike(heard[start : start + size], known):
                right = _right(text, start, word, odd, known, is_seen)
                if right is not None:
                    found.append((-right, -size, start, word))
    characters = list(text)
    taken = [False] * len(text)
    for _, _, start, word in sorted(found):
        if not any(taken[start : start + len(word)]):
            characters[start : start + len(word)] = word
            taken[start : start + len(word)] = [True] * len(word)
    return Normal("".join(characters), plain.origin, plain.ends, plain.length_as_sent)


def _right(text: str, start: int, word: str, odd: list[bool], known: Lexicon, is_seen: Seen) -> int | None:
    """How many characters of the word stand there already; None where it cannot have been meant."""
    end = start + len(word)
    wrong = [start + i for i, character in enumerate(word) if text[start + i] != character]
    right = len(word) - len(wrong)
    # 甲安林: one character of a grave name is enough where nothing in it was ever seen side by side.
    is_grave = word in known.grave and (right >= SHORTEST or (right and all(odd[start : end - 1])))
    if not wrong or "".join(c for i, c in enumerate(word) if text[start + i] == c) in known.names:
        # 那白菜 names 白菜 already, and is no 奶白菜.
        return None
    for place in wrong:
        # What is to be replaced stands oddly beside both its neighbours; for a grave name beside one of them.
        if text[place] in _SPOKEN:
            return None
        beside = odd[max(0, place - 1) : place + 1]
        if not (any(beside) if is_grave else all(beside)):
            return None
    is_name = word in known.names
    if right < SHORTEST and any(known.is_common(text[place]) for place in wrong):
        return None
    if is_name and (right or len(word) > SHORTEST):
        return right
    fits_before = start == 0 or is_seen(text[start - 1] + word[0])
    fits_after = end == len(text) or is_seen(word[-1] + text[end])
    return right if (is_name or right) and fits_before and fits_after else None


def _heard_as(character: str) -> tuple[str, ...]:
    """The syllables that the character, or one that looks like it, is heard as."""
    alike = (sound for other in sounds.look_alikes(character) for sound in sounds.of(other)[:1])
    return tuple(dict.fromkeys((*sounds.of(character), *alike)))


def _alike(heard: list[tuple[str, ...]], known: Lexicon) -> list[str]:
    return [word for key in _keys(heard) for word in known.by_sound.get(key, ())]


def _keys(heard: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    if not all(heard):
        return []
    keys = list(product(*heard)) if len(heard) <= 4 else [tuple(readings[0] for readings in heard)]
    return keys[:_MOST_READINGS]
