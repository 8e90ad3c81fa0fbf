"""Hidden words are read, and what everybody writes is left as it is."""

import pytest

from knowledge.moderation import hidden, learned
from knowledge.moderation.rules import JOB, TRADE, Post, held_for, plain
from tests.moderation.learn import examples, fitted


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("鸭金", "押金"), ("押jin", "押金"), ("ya jin", "押金"), ("氵工款", "汇款"), ("身份正", "身份证"), ("验争码", "验证码"),
        ("岈金", "押金"), ("柬浦寨", "柬埔寨"), ("保证今", "保证今"), ("鲜椒", "鲜椒"), ("不交", "不交"), ("报销", "报销"),
        ("技术人员", "技术人员"), ("粉红色", "粉红色"), ("浇水", "浇水"),
    ],
)  # fmt: skip
def test_a_hidden_word_is_read(written: str, meant: str) -> None:
    assert plain(written) == meant


def test_parts_of_characters_and_syllables_are_signs_of_their_own() -> None:
    assert "字拆开写" in [rule.reason for rule in held_for(Post(JOB, "招人，亻十么都好说"))]
    assert "夹着拼音" in [rule.reason for rule in held_for(Post(JOB, "招人做事，先yajin再fukuan，包吃住"))]
    assert held_for(Post(TRADE, "chushou baicai 1000jin")) == []
    assert hidden.syllables("联系wx加app") == []


def test_every_hidden_word_has_its_syllables() -> None:
    assert sum(len(words) for words in hidden._words().values()) > 100


def test_a_few_words_read_like_nothing() -> None:
    assert learned.likeness(plain("想找工作")).score == 0.0
    score, pairs = learned.likeness(plain("入职先交押金五百，满月退还，手机上点赞一单三块，名额有限"))
    assert score > learned.SURE and len(pairs) == 3


def test_one_sign_is_outweighed_by_a_post_that_reads_honestly_but_for_what_must_be_looked_at() -> None:
    honest = "招保洁、服务员、司机，月薪三千二，五险，双休，管中餐，周结，健康证，满十八，县城超市"
    assert learned.likeness(plain(honest)).score < learned.HONEST
    assert held_for(Post(JOB, f"{honest}，隔壁村的都给好评")) == []
    assert [rule.reason for rule in held_for(Post(JOB, f"{honest}，先交押金三百"))] == ["要人先交钱"]


def test_weak_signs_add_up() -> None:
    assert held_for(Post(TRADE, "蓝孔雀一对一千五")) == []
    assert held_for(Post(TRADE, "蓝孔雀种苗，签合同，养大我来拉"))


def test_what_is_learned_is_what_the_posts_say() -> None:
    made_of, frauds, _ = examples()
    base, weights = fitted(made_of, frauds)
    kept_base, kept = learned._weights()
    assert abs(base - kept_base) < 0.01 and kept.keys() == weights.keys()
    assert all(abs(weights[gram] - kept[gram]) < 0.02 for gram in kept)
