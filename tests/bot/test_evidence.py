"""A reading that nothing in the message bears out is none."""

import pytest

from bot.nlu import evidence
from bot.nlu.spans import Span


def _best(text: str, intent: str, *kinds: str) -> str:
    spans = [Span(kind, 0, 1, "x") for kind in kinds]
    return evidence.weighed(((intent, 0.9), ("out_of_scope", 0.1)), text, spans)[0][0]


@pytest.mark.parametrize(
    ("text", "intent", "kinds"),
    [
        ("白菜多少钱", "ask_price", ("commodity",)),
        ("昨天呢", "ask_price", ("date",)),
        ("排骨多少钱一斤", "ask_price", ()),
        ("苹果五块卖不卖得掉", "ask_price", ("commodity",)),
        ("猪咳嗽怎么治", "ask_technique", ("commodity", "problem")),
        ("测土配方施肥怎么搞", "ask_technique", ()),
        ("我是从架桥搬到漆河的", "set_location", ("region",)),
        ("哪里招人摘茶", "find_jobs", ("job_type",)),
        ("打开手机报", "read_newspaper", ()),
        ("打开昨天的手机报", "read_newspaper", ("date",)),
        ("植保站的号码是多少", "ask_expert", ()),
        ("微耕机多少钱一台", "ask_price", ()),
        ("草木灰怎么烧", "ask_technique", ()),
        ("zhaogong", "find_jobs", ()),
        ("香菇菌料的配方", "ask_technique", ("commodity",)),
        ("上蔟前要注意什么", "ask_technique", ()),
    ],
)
def test_a_farmers_words_stand(text: str, intent: str, kinds: tuple[str, ...]) -> None:
    assert _best(text, intent, *kinds) == intent


@pytest.mark.parametrize(
    ("text", "intent", "kinds"),
    [
        ("那聊什么呢", "ask_price", ()),
        ("苹果六现在卖多少钱", "ask_price", ("commodity",)),
        ("牛肉可以做什么菜", "ask_technique", ("commodity",)),
        ("柿子不能和螃蟹一起吃吗", "ask_technique", ("commodity",)),
        ("拉肚子吃什么药", "ask_technique", ("problem",)),
        ("哪里可爱呀", "find_jobs", ()),
        ("青岛到广州航班", "set_location", ("region",)),
        ("第五集", "ask_notice", ("ordinal",)),
    ],
)
def test_other_peoples_words_do_not(text: str, intent: str, kinds: tuple[str, ...]) -> None:
    assert _best(text, intent, *kinds) == "out_of_scope"


@pytest.mark.parametrize(
    ("text", "intent", "kinds", "best"),
    [
        ("播种前要准备什么", "ask_technique", (), "ask_technique"),
        ("宅基地找哪个批", "ask_notice", (), "ask_notice"),
        ("拖拉机多少钱一台", "ask_price", ("commodity",), "ask_price"),
        ("昨天讲的那个怎么弄", "ask_notice", (), "out_of_scope"),
    ],
)
def test_who_speaks_of_our_trades_is_not_refused_for_little(
    text: str, intent: str, kinds: tuple[str, ...], best: str
) -> None:
    spans = [Span(kind, 0, 3, "x") for kind in kinds]
    assert evidence.weighed(((intent, 0.4), ("out_of_scope", 0.6)), text, spans)[0][0] == best


def test_shares_still_add_up() -> None:
    ranking = evidence.weighed((("ask_price", 0.6), ("find_jobs", 0.3), ("chitchat", 0.1)), "哪里可爱呀", [])
    assert ranking[0] == ("out_of_scope", pytest.approx(0.9))
    assert sum(share for _, share in ranking) == pytest.approx(1.0)
