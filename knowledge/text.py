"""Chinese text made comparable: one writing for each character, and tokens for search."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

# U+200B.. and friends stand inside words that people paste; emoji and marks carry no words.
_DROPPED_CATEGORIES = frozenset({"Cf", "Cc", "Co", "Cn", "Cs", "Mn", "Me", "So", "Sk"})
_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN_RUN = re.compile(f"[{_HAN}]+")
_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Normal:
    """A text in comparable form; its character i stood from `origin[i]` up to `ends[i]` in the text as sent."""

    text: str
    origin: tuple[int, ...]
    ends: tuple[int, ...]
    length_as_sent: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of `text` as offsets into the text as sent."""
        if start >= end:
            return (0, 0)
        return self.origin[start], self.ends[end - 1]


def normalise(text: str) -> Normal:
    """Half-width, simplified, lower case; spaces between Chinese characters, emoji and marks are gone."""
    return _normalised_short(text) if len(text) <= _SHORT else _normalised(text)


def _normalised(text: str) -> Normal:
    characters: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(text):
        for plain in _plain(character):
            if plain == " " and (not characters or characters[-1] == " "):
                continue
            characters.append(plain)
            origin.append(position)
    if " " in characters:
        characters, origin = _without_idle_spaces(characters, origin)
    return Normal("".join(characters), tuple(origin), tuple(place + 1 for place in origin), len(text))


# Names of commodities and markets, and what farmers ask every day.
_SHORT = 40
_normalised_short = lru_cache(maxsize=2048)(_normalised)


def simplified(text: str) -> str:
    """Traditional characters replaced one for one."""
    return "".join(_simple(character) for character in text)


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


@cache
def _simple(character: str) -> str:
    if not _HAN_RUN.match(character):
        return character
    converted = str(_converter().convert(character))
    return converted if len(converted) == 1 else character


@cache
def _plain(character: str) -> str:
    """What one character becomes: nothing, one or several characters."""
    folded = unicodedata.normalize("NFKC", character)
    kept = []
    for part in folded:
        category = unicodedata.category(part)
        if part.isspace():
            kept.append(" ")
        elif category not in _DROPPED_CATEGORIES:
            kept.append(_simple(part.lower()[:1] if len(part.lower()) == 1 else part))
    return "".join(kept)


def _without_idle_spaces(characters: list[str], origin: list[int]) -> tuple[list[str], list[int]]:
    """Drops spaces that separate no two Latin words or numbers."""
    kept: list[str] = []
    places: list[int] = []
    for index, character in enumerate(characters):
        if character == " ":
            before = kept[-1] if kept else ""
            after = characters[index + 1] if index + 1 < len(characters) else ""
            if not (before.isascii() and before.isalnum() and after.isascii() and after.isalnum()):
                continue
        kept.append(character)
        places.append(origin[index])
    return kept, places


def tokens(text: str) -> list[str]:
    """Search tokens of a text: pairs of Chinese characters, single ones that stand alone, and Latin words.

    FTS5's own tokenizers find no two-character Chinese word, so both databases index these.
    """
    plain = normalise(text).text
    found: list[str] = []
    for run in _HAN_RUN.findall(plain):
        found.extend(run[i : i + 2] for i in range(len(run) - 1))
        if len(run) == 1:
            found.append(run)
    found.extend(word.replace(".", "d") for word in _WORD.findall(plain))
    return found


def character_terms(text: str) -> set[str]:
    """The Chinese characters of a text as terms of their own, which no token equals: only counted, never indexed."""
    return {"c" + character for run in _HAN_RUN.findall(normalise(text).text) for character in run}


def name_token(name: str) -> str:
    """The token of a whole name, which no pair of characters equals."""
    return "n" + "".join(part for part in normalise(name).text if part.isalnum())


def storable(text: str) -> str:
    """The text without NUL and lone surrogates, which PostgreSQL and UTF-8 cannot hold."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
