"""Scams are held however their words are hidden, honest posts go on."""

from collections.abc import Callable

import pytest

from knowledge.moderation.rules import JOB, TRADE, Post, _patterns, held_for, in_words, plain
from tests import patterns
from tests.moderation.posts import AFTER, LAST, REPORT, TUNE, measured, posts


def reasons(text: str, kind: str = JOB) -> list[str]:
    return [rule.reason for rule in held_for(Post(kind, text))]


@pytest.mark.parametrize("half", [TUNE, REPORT, AFTER])
def test_scams_are_held_and_honest_posts_are_not(half: int) -> None:
    found = measured(half)
    assert found.caught >= 0.95 * found.scams and found.wrongly <= 0.05 * found.honest, found.faults


def test_honest_posts_that_no_rule_was_made_with_go_on() -> None:
    found = measured(LAST)
    assert (found.scams, found.honest) == (20, 20) and found.wrongly <= 1, found.faults


@pytest.mark.parametrize(
    "hide",
    [
        "\u200b".join,
        " ".join,
        "★".join,
        "·".join,
        lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
        "😀".join,
    ],
)  # fmt: skip
def test_what_hides_words_hides_nothing(hide: Callable[[str], str]) -> None:
    # An address that is taken apart leads nowhere.
    scams = [post for is_scam, post in posts(REPORT) if is_scam and "带网址" not in reasons(post.text)]
    held = sum(bool(held_for(Post(post.kind, hide(post.text)))) for post in scams)
    assert held >= 0.97 * len(scams)


@pytest.mark.parametrize("written", ["押 金", "押●金", "压金", "扌甲金", "押\u200d金", "保証金", "保-证-金"])
def test_a_word_in_another_writing_is_the_word(written: str) -> None:
    assert reasons(f"入职交{written}300")[0] == "要人先交钱", plain(written)


@pytest.mark.parametrize("honest", ["不收押金", "无需任何押金", "谨防冒充本厂收押金的", "体检费厂里出", "没有中介费"])
def test_what_a_clause_denies_does_not_count(honest: str) -> None:
    assert reasons(honest) == []


def test_commas_between_single_characters_hide_nothing() -> None:
    assert plain("押，金，三百元，包吃住") == "押金，三百元，包吃住" and reasons("交，押，金") == ["要人先交钱"]


def test_a_denial_covers_its_own_clause_alone() -> None:
    assert reasons("不收押金，要交服装费") == ["要人先交钱"]
    assert reasons("不是押金") == ["要人先交钱"]


def test_rules_of_trade_and_of_jobs_are_apart() -> None:
    assert reasons("包教包会") == [] and reasons("包教包会", TRADE) == ["许诺回收或包技术"]


def test_seed_and_chemicals_want_their_registration() -> None:
    assert reasons("出售复合肥，便宜", TRADE) == ["农资没写登记号"]
    assert reasons("出售复合肥，登记证号齐全", TRADE) == []


@pytest.mark.parametrize(
    ("post", "reason"),
    [
        (Post(JOB, "招工", employer=" "), "没写用人单位"),
        (Post(JOB, "招工", place=""), "没写地点"),
        (Post(JOB, "招工", pay_over_usual=3.1), "工钱比别家高得多"),
        (Post(TRADE, "卖米", price_over_usual=0.4), "价钱和行情差得多"),
        (Post(TRADE, "卖米", price_over_usual=2.1), "价钱和行情差得多"),
    ],
)
def test_fields_that_are_missing_or_far_from_the_usual_hold_a_post(post: Post, reason: str) -> None:
    assert [rule.reason for rule in held_for(post)] == [reason]


def test_usual_figures_hold_nothing() -> None:
    assert held_for(Post(JOB, "招工", "某厂", "漆河", 2.9)) == []
    assert held_for(Post(TRADE, "卖米", None, "漆河", None, 1.9)) == []


def test_staff_read_the_rule_and_the_words() -> None:
    assert in_words(held_for(Post(JOB, "交押金，加微信进群"))) == "要人先交钱（押金）；只用微信、扫码联系（加微信）"


def test_no_pattern_goes_over_a_long_post_again_and_again() -> None:
    found = [each for rule in _patterns() for each in (rule.looks_like, rule.unless, rule.unless_anywhere) if each]
    assert len(found) > 60
    assert not [each.pattern for each in found if patterns.fault(each) or patterns.may_start_over(each)]
