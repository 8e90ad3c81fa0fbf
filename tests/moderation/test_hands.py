"""What the rules make of a thousand posts in sixteen voices, as they are and with their words hidden."""

import random
from collections.abc import Callable

import pytest

from knowledge.moderation.rules import Post, held_for
from tests.moderation import obfuscating
from tests.moderation.hands import AFTER, LAST, MONEY_FIRST, REPORT, TUNE, Labelled, posts

As = Callable[[str], str]


def held(found: list[Labelled], written: As = str) -> list[Labelled]:
    return [each for each in found if held_for(Post(each.post.kind, written(each.post.text)))]


def shares(half: int, written: As = str) -> tuple[float, float, float]:
    """Of the frauds, of those that want money first, and of the honest posts: the shares that are held."""
    frauds = [each for each in posts(half) if each.is_fraud]
    money = [each for each in frauds if each.kind == MONEY_FIRST]
    honest = [each for each in posts(half) if not each.is_fraud]
    parts = ((each, held(each, written)) for each in (frauds, money, honest))
    all_of, of_money, of_honest = (len(caught) / len(each) for each, caught in parts)
    return all_of, of_money, of_honest


@pytest.mark.parametrize(
    ("half", "frauds", "money", "honest"),
    [(TUNE, 0.99, 0.99, 0.01), (AFTER, 0.97, 0.97, 0.02), (REPORT, 0.95, 0.94, 0.065), (LAST, 0.80, 0.80, 0.05)],
)
def test_frauds_are_held_and_honest_posts_go_on(half: int, frauds: float, money: float, honest: float) -> None:
    found = shares(half)
    assert found[0] >= frauds and found[1] >= money and found[2] <= honest, found


@pytest.mark.parametrize("hide", obfuscating.WAYS, ids=lambda hide: str(hide.__name__))
def test_what_hides_words_hides_little(hide: obfuscating.Hide) -> None:
    # Characters that sound alike are read where a list knows the word: the weakest of all.
    most = 0.10 if hide is obfuscating.alike else 0.03
    chance = random.Random(1)
    assert shares(REPORT)[0] - shares(REPORT, lambda text: hide(text, chance))[0] <= most


def test_there_are_a_thousand_and_no_voice_is_in_both_halves() -> None:
    tune, report = posts(TUNE), posts(REPORT)
    assert [sum(each.is_fraud for each in half) for half in (tune, report)] == [250, 250] == [len(tune) // 2] * 2
    assert len({each.post.text for each in (*tune, *report)}) == 1000
    assert not {each.hand for each in tune} & {each.hand for each in report}
