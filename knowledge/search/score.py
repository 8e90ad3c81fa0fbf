"""How well a text fits what is wanted. Pure: both databases give the same order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.models.passage import Part
from knowledge.search.wanted import Wanted

# Tuned on the tuning half of tests/evaluation/queries.tsv; no figure changes much when one of them does.
# Of one part: its heading's words beside its text's, its characters, and how fast a long text's words count less.
_HEADING, _CHARACTER, _LENGTH, _USUAL_LENGTH = 1.6, 0.7, 0.75, 75
_SATURATION = 1.2
# Of the whole text: its title, and what its parts say together.
_TITLE, _TITLE_CHARACTER, _TOGETHER = 0.8, 1.5, 0.5
# A text of so many parts, all of which hold something wanted, says a little of everything, as a calendar of the year
# does; how much less its words count, and at most how much less.
_PARTS, _LEAST = 6, 0.6
# What the parts of a score are for, as staff read it.
PASSAGE, TITLE, WHOLE, NAME = "最像的那一段", "标题", "全文", "写的就是这样作物或病虫"
# A text that is on a thing which the question names.
_NAMED, _NAME_WEIGHT = 8.0, 0.5


@dataclass(frozen=True)
class Found:
    """A text's best passage, and how well the text fits.

    Shares, 0 to 1, of the weight of what the question asks besides names: `coverage` of its words in the passage,
    `headed` of its words in title, heading and names, `spelled` of its characters in the text, `near` in the passage.
    """

    passage: Part
    score: float
    coverage: float = 0.0
    headed: float = 0.0
    spelled: float = 0.0
    near: float = 0.0
    # The parts that the score is the sum of, by what they are for.
    why: Mapping[str, float] = field(default_factory=dict)


def best_part(parts: Sequence[Part], wanted: Wanted) -> Found:
    """One text by those of its parts that hold anything wanted: the best part, with the whole text's score."""
    scores = [part_score(part, wanted) for part in parts]
    scope = _scope(parts)
    why = {PASSAGE: scope * max(scores), **_text_scores(parts, wanted, scope)}
    best = parts[max(range(len(parts)), key=lambda place: (scores[place], -parts[place].position))]
    return Found(
        best,
        sum(why.values()),
        coverage=_meant(f"{best.subject_tokens} {best.body_tokens}", wanted),
        headed=_meant(best.subject_tokens, wanted),
        spelled=_share(written(parts), wanted.asked_characters),
        near=_share(written([best]), wanted.asked_characters),
        why=why,
    )


def written(parts: Sequence[Part]) -> str:
    """All that stands in these parts of one text."""
    return parts[0].title + "".join(part.heading + part.text for part in parts)


def part_score(part: Part, wanted: Wanted) -> float:
    """One part by its own heading and text alone (BM25 on pairs of characters, and the characters themselves)."""
    heading, body = part.heading, part.body_tokens
    slow = _SATURATION * (1 - _LENGTH + _LENGTH * (body.count(" ") + 1) / _USUAL_LENGTH)
    score = 0.0
    for token, weight in wanted.tokens.items():
        # Tokens are pairs of characters or whole words, so that counting them as text counts none inside another.
        often = body.count(token)
        if often:
            score += weight * often * (1 + _SATURATION) / (often + slow)
        if token in heading:
            score += weight * _HEADING
    return score + _CHARACTER * _weight_of(heading + part.text, wanted.characters)


def _scope(parts: Sequence[Part]) -> float:
    """How much the words of a text count that speaks of all sorts of things, 0 to 1."""
    return max(_LEAST, _PARTS / max(_PARTS, len(parts)))


def _text_scores(parts: Sequence[Part], wanted: Wanted, scope: float) -> dict[str, float]:
    title, subject = parts[0].title, set(parts[0].subject_tokens.split())
    said = " ".join(f"{part.subject_tokens} {part.body_tokens}" for part in parts)
    return {
        TITLE: _TITLE * _weight_of(title, wanted.tokens) + _TITLE_CHARACTER * _weight_of(title, wanted.characters),
        WHOLE: scope * _TOGETHER * (_weight_of(said, wanted.tokens) + _weight_of(written(parts), wanted.characters)),
        NAME: sum(_named(group, subject) for group in wanted.named),
    }


def _named(group: dict[str, float], subject: set[str]) -> float:
    """What a text gains by standing under a name of one thing that the question names."""
    standing = [weight for token, weight in group.items() if token in subject]
    return _NAMED + _NAME_WEIGHT * sum(standing) if standing else 0.0


def _weight_of(held: str, wanted: dict[str, float]) -> float:
    return sum([weight for term, weight in wanted.items() if term in held])


def _meant(held: str, wanted: Wanted) -> float:
    """The share of the words asked for that stand there, by themselves or by words of the same meaning."""
    asked = wanted.asked_tokens
    there = {
        token: weight
        for token, weight in asked.items()
        if token in held or any(all(t in held for t in other) for other in wanted.equivalent.get(token, ()))
    }
    return sum(there.values()) / sum(asked.values()) if asked else 0.0


def _share(held: str, asked: dict[str, float]) -> float:
    return _weight_of(held, asked) / sum(asked.values()) if asked else 0.0
