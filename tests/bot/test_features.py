"""What the classifier sees: words of one kind are alike, names are their kind, and their order is free."""

import pytest

from bot.nlu import features, word_kinds
from bot.nlu.spans import Span


@pytest.mark.parametrize(
    ("one", "other"), [("么子", "什么"), ("低保", "宅基地"), ("冇", "没得"), ("几多", "好多"), ("落雨", "打霜")]
)
def test_words_of_one_kind_are_alike(one: str, other: str) -> None:
    alike = set(features.of(one, [])) & set(features.of(other, []))
    assert any(feature.startswith("#") for feature in alike)


def test_the_longest_word_counts() -> None:
    assert word_kinds.of("什么时候播种") == [("when",), ("care",)]


def test_a_name_is_of_no_other_kind() -> None:
    name = [Span("commodity", 0, 2, "油菜")]
    assert "#C>care" in features.of("花菜育苗", name) and "#organ" not in features.of("花菜育苗", name)


def test_the_order_of_words_is_free() -> None:
    assert "+价白" in set(features.of("白菜价", [])) & set(features.of("价白菜", []))


def test_features_come_once_and_in_the_same_order() -> None:
    found = features.of("白菜多少钱，白菜多少钱", [])
    assert len(found) == len(set(found)) and found == features.of("白菜多少钱，白菜多少钱", [])


def test_a_long_message_has_no_more_features_than_a_short_one_for_each_character() -> None:
    text = "".join(chr(0x4E00 + number) for number in range(500))
    assert len(features.of(text, [])) < 500 * 8 + features.MOST_PAIRED**2
