"""Words that are hidden from rules: by characters that sound alike (鸭金), by syllables (ya金), by parts (扌甲金)."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parent
# What stands alone in no text that was written to be read.
_PARTS = frozenset("亻扌讠钅纟氵艹衤忄辶刂阝犭饣礻宀冫彐夂")
# What everybody writes hides nothing: 不交 is no 补交.
_ORDINARY = frozenset(
    "不是的一在有人这他上们来到时大地为子中你说生年着就那和要她出也得里后自以会家可下过天去能对小多都好看起发当没成只如"
    "事把还用样道想作种开手十面又给从高进今近价报先现"
)
_LEAST_LETTERS = 2
# Latin words of every day that could be read as syllables.
_NO_SYLLABLES = frozenset(
    {"app", "vx", "wx", "qq", "ok", "wifi", "kg", "sc", "dm", "npc", "bb", "a", "e", "an", "en", "o"}
)


class _Word(NamedTuple):
    text: str
    syllables: tuple[str, ...]


def shown(text: str) -> str:
    """The text with the hidden words in their own characters."""
    text = text.translate(_rare())
    made, place = "", 0
    while place < len(text):
        found = _word_at(text, place)
        made += found[0] if found else text[place]
        place += found[1] if found else 1
    return made


def is_in_parts(text: str) -> bool:
    """Whether characters are written as their parts."""
    return any(character in _PARTS for character in text)


def syllables(text: str) -> list[str]:
    """The runs of letters that are syllables, in a text that is mostly Chinese characters."""
    if sum(c.isascii() and c.isalpha() for c in text) > 2 * sum(not c.isascii() and c.isalpha() for c in text):
        return []
    return [run for run in _runs(text) if len(run) >= _LEAST_LETTERS and run not in _NO_SYLLABLES and _is_read(run)]


def _word_at(text: str, place: int) -> tuple[str, int] | None:
    """The hidden word that begins here, and how many characters it takes."""
    words = _words().get(_first(text, place), ())
    if itself := next((word.text for word in words if text.startswith(word.text, place)), ""):
        return itself, len(itself)
    for word in words:
        end, same = place, 0
        for character, syllable in zip(word.text, word.syllables, strict=True):
            step = _step(text, end, character, syllable)
            if not step:
                break
            same += text[end] == character
            end += step
        else:
            if _is_meant(text[place:end], word, same):
                return word.text, end - place
    return None


def _is_meant(written: str, word: _Word, same: int) -> bool:
    """Two characters that both sound otherwise written are chance (鲜椒); letters alone are none."""
    return same > 0 or len(word.text) > 2 or any(c.isascii() for c in written)


def _step(text: str, place: int, character: str, syllable: str) -> int:
    """How many characters write this one here, 0 for none."""
    if text.startswith(syllable, place):
        return len(syllable)
    written = text[place : place + 1]
    return int(written == character or (written not in _ORDINARY and _sounds().get(written) == syllable))


@cache
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(syllable) for syllable in set(_sounds().values())}, reverse=True))


def _first(text: str, place: int) -> str:
    """The syllable that the text begins with here, the longest; empty for none."""
    if not text[place].isascii():
        return _sounds().get(text[place], "")
    return next((text[place : place + n] for n in _lengths() if text[place : place + n] in _words()), "")


def _runs(text: str) -> Iterator[str]:
    run = ""
    for character in text + "，":
        if character.isascii() and character.isalpha():
            run += character
        elif run:
            yield run
            run = ""


def _is_read(run: str) -> bool:
    known = set(_sounds().values())
    return run in known or any(run[:n] in known and run[n:] in known for n in range(2, len(run) - 1))


@cache
def _words() -> dict[str, tuple[_Word, ...]]:
    """The words by their first syllable, the longest first."""
    found: dict[str, list[_Word]] = {}
    for text in (_FOLDER / "hidden.txt").read_text(encoding="utf-8").split():
        word = _Word(text, tuple(_sounds()[character] for character in text))
        found.setdefault(word.syllables[0], []).append(word)
    return {first: tuple(sorted(words, key=lambda word: -len(word.text))) for first, words in found.items()}


@cache
def _rare() -> dict[int, str]:
    """Characters that hardly anybody writes, and what they are read like."""
    lines = (_FOLDER / "rare.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {ord(character): meant for meant, found in (line.split("\t") for line in lines) for character in found}


@cache
def _sounds() -> dict[str, str]:
    lines = (_FOLDER / "alike.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {
        character: syllable for syllable, characters in (line.split("\t") for line in lines) for character in characters
    }
