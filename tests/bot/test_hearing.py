"""What was meant by pinyin, misheard and mistyped words, over the starter catalogue and the trained language."""

import pytest
from sqlalchemy import select

from bot.conversation import Conversation, Parts
from knowledge.models.question import OpenQuestion
from tests.conftest import Farmer


@pytest.fixture
def conversation(sqlite_parts: Parts) -> Conversation:
    return Conversation(sqlite_parts)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("baicai duoshao qian yijin", "白菜多少钱一斤"),
        ("baicaiduoshaoqian", "白菜多少钱"),
        ("luobo jiage", "萝卜价格"),
        ("白菜 duoshao qian", "白菜多少钱"),
    ],
)
def test_pinyin_is_read_as_chinese(conversation: Conversation, typed: str, meant: str) -> None:
    whole, _ = conversation.decider.read(typed)
    assert whole.heard.replace(" ", "") == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("白莱多少钱", "白菜多少钱"),
        ("由菜籽什么价", "油菜籽什么价"),
        ("甲安磷还有得买不", "甲胺磷还有得买不"),
        ("甲班林怎么用", "甲拌磷怎么用"),
    ],
)
def test_a_wrong_character_is_heard_as_the_name_that_it_resembles(
    conversation: Conversation, typed: str, meant: str
) -> None:
    whole, _ = conversation.decider.read(typed)
    assert whole.heard == meant


@pytest.mark.parametrize(
    "typed",
    [
        "白菜多少钱",
        "我屋里的猪不吃食",
        "你好 wifi 密码",
        "A4纸 app 下载",
        "今天吃了没",
        "那白菜呢",
        "包谷收不收咯",
        "苗子缺啥肥",
    ],
)
def test_what_is_right_already_stays(conversation: Conversation, typed: str) -> None:
    whole, _ = conversation.decider.read(typed)
    assert whole.heard == typed


def test_entities_of_pinyin_stand_where_they_were_typed(conversation: Conversation) -> None:
    typed = "qingwen baicai duoshaoqian"
    (commodity,) = (e for e in conversation.decider.read(typed)[0].entities if e.entity == "commodity")
    assert (typed[commodity.start : commodity.end], commodity.value) == ("baicai", "白菜")


def test_an_open_question_keeps_the_farmers_own_words(sqlite_parts: Parts) -> None:
    typed = "woyao zhao jishuyuan"
    Farmer(Conversation(sqlite_parts)).says(typed)
    with sqlite_parts.store.reading() as session:
        assert session.scalars(select(OpenQuestion.text)).all() == [typed]
