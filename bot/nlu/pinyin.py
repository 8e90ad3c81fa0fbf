"""Messages typed in pinyin, with spaces and without: mai baicai, duoshaoqian."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.nlu import sounds
from bot.nlu.language import START, symbols_of
from knowledge.text import Normal

Surprise = Callable[[str, str], float]
_RUN = re.compile(r"[a-z](?:[a-z' ]*[a-z])?")
# Latin words of every day that could be read as syllables.
_WORDS = frozenset(
    ["a", "app", "e", "ok", "vs", "wifi", "qq", "pk", "cpu", "kg", "mu", "can", "you", "he", "she", "me"]
)
_BEAM, _MOST_CHARACTERS, _HEARD_ALIKE = 12, 24, 3.0
_LONGEST_RUN = 120


@dataclass(frozen=True)
class _Step:
    cost: float
    character: str
    start: int
    before: "_Step | None"


def decoded(plain: Normal, surprise: Surprise, known: Callable[[str], bool], kept: frozenset[str]) -> Normal:
    """The text with each run of syllables as the likeliest Chinese; what is no pinyin stays.

    `known` tells which characters are in use at all, `kept` are names in Latin letters.
    """
    text, position = "", 0
    starts: list[int] = []
    ends: list[int] = []
    for run in _RUN.finditer(plain.text):
        steps = _read(run, plain.text, surprise, known) if run[0] not in kept and run[0] not in _WORDS else None
        if steps is None:
            continue
        text += plain.text[position : run.start()]
        starts += plain.origin[position : run.start()]
        ends += plain.ends[position : run.start()]
        for step, end in steps:
            text += step.character
            starts.append(plain.origin[step.start])
            ends.append(plain.ends[end - 1])
        position = run.end()
    if not text:
        return plain
    return Normal(
        text + plain.text[position:],
        (*starts, *plain.origin[position:]),
        (*ends, *plain.ends[position:]),
        plain.length_as_sent,
    )


def _read(
    run: re.Match[str], text: str, surprise: Surprise, known: Callable[[str], bool]
) -> list[tuple[_Step, int]] | None:
    """The characters of one run with where each ends; None when it cannot be read as syllables throughout."""
    if run.end() - run.start() > _LONGEST_RUN:
        return None
    before = symbols_of(text[run.start() - 1]) if run.start() else START
    reached: dict[int, dict[str, _Step]] = {run.start(): {before: _Step(0.0, before, run.start(), None)}}
    for position in range(run.start(), run.end()):
        steps = reached.get(position)
        if not steps:
            continue
        if text[position] in " '":
            reached.setdefault(position + 1, {}).update(steps)
            continue
        best = sorted(steps.values(), key=lambda step: step.cost)[:_BEAM]
        for end in range(position + 1, min(position + sounds.LONGEST_SYLLABLE, run.end()) + 1):
            syllable = text[position:end]
            if sounds.characters(syllable):
                _step_on(reached.setdefault(end, {}), best, position, syllable, surprise, known)
    last = reached.get(run.end())
    if not last:
        return None
    after = symbols_of(text[run.end()]) if run.end() < len(text) else "$"
    step: _Step | None = min(last.values(), key=lambda step: step.cost + surprise(step.character, after))
    found, end = [], run.end()
    while step is not None and step.before is not None:
        found.append((step, _end_of(text, step.start, end)))
        end = step.start
        step = step.before
    return found[::-1]


def _end_of(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(" '"))


def _step_on(
    there: dict[str, _Step],
    best: list[_Step],
    position: int,
    syllable: str,
    surprise: Surprise,
    known: Callable[[str], bool],
) -> None:
    for characters, penalty in ((sounds.characters(syllable), 0.0), (sounds.heard_alike(syllable), _HEARD_ALIKE)):
        in_use = [character for character in characters if known(character)][:_MOST_CHARACTERS]
        for character in in_use or characters[: 1 if not penalty else 0]:
            step = min(
                (_Step(b.cost + surprise(b.character, character) + penalty, character, position, b) for b in best),
                key=lambda step: step.cost,
            )
            held = there.get(character)
            if held is None or step.cost < held.cost:
                there[character] = step
