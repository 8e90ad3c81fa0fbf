"""Several requests in one message."""

import pytest

from bot.conversation import Conversation, Parts
from bot.nlu import breaks
from tests.conftest import Farmer


@pytest.mark.parametrize(
    ("text", "parts", "may_be_requests"),
    [
        ("白菜多少钱,另外哪里招人", ("白菜多少钱", "哪里招人"), True),
        ("白菜多少钱,哪里招人", ("白菜多少钱", "哪里招人"), True),
        ("稻子倒了,怎么办", ("稻子倒了", "怎么办"), False),
        ("卖红薯两千斤顺便问问行情", ("卖红薯两千斤", "问行情"), True),
        ("还有多少斤要卖", ("还有多少斤要卖",), False),
        ("我问的不是白菜,是包菜", ("我问的不是白菜,是包菜",), False),
        ("", ("",), False),
    ],
)
def test_a_message_is_taken_apart_where_another_request_begins(
    text: str, parts: tuple[str, ...], may_be_requests: bool
) -> None:
    found = breaks.parts(text)
    assert (found.texts, found.may_be_requests) == (parts, may_be_requests)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("莲藕今天什么价，顺便看看后天有没有雨", "ask_price"),
        ("哪里有人收柑橘，另外油茶补贴怎么申请", "find_demand"),
        ("萝卜叶子发黄，怎么搞", "ask_technique"),
    ],
)
def test_the_first_request_is_what_a_message_means(sqlite_parts: Parts, text: str, intent: str) -> None:
    assert Conversation(sqlite_parts).decider.read(text)[0].intent == intent


def test_both_requests_are_answered(farmer: Farmer) -> None:
    reply = farmer.says("白菜多少钱，顺便再问一下哪里招人摘橘子")
    assert "元/斤" in reply and "元/天" in reply
