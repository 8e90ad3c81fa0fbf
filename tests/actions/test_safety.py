"""What is said before any answer: poisoning, and banned pesticides asked for."""

import pytest

from knowledge import danger
from knowledge.text import normalise
from tests.conftest import Farmer

POISONED = [
    "娃儿喝了农药怎么办", "打完药头晕恶心想吐", "我爸喝百草枯了", "农药溅到眼睛里了", "邻居误服老鼠药", "有机磷中毒怎么急救",
    "堂客喝药了快救命", "他吃错了老鼠药", "老人把除草剂喝下去了", "我打药中毒了", "孩子误食鼠药", "打农药以后心慌冒汗",
]  # fmt: skip
FINE = [
    "白菜打什么药", "稻飞虱打么子药", "敌敌畏多少钱一瓶", "药材价格", "油菜药害怎么办", "猪吃了打过药的菜咋搞", "鱼中毒了怎么办",
    "除草剂怎么用", "山药多少钱", "农药补贴", "老鼠药哪里买", "我家猪中毒了",
]  # fmt: skip


@pytest.mark.parametrize("text", POISONED)
def test_a_poisoned_person_gets_the_emergency_answer(text: str) -> None:
    assert danger.is_poisoning(normalise(text).text)


@pytest.mark.parametrize("text", FINE)
def test_talk_of_pesticides_is_no_emergency(text: str) -> None:
    assert not danger.is_poisoning(normalise(text).text)


def test_the_emergency_answer_stands_first_with_120(farmer: Farmer) -> None:
    reply = farmer.says("娃儿喝了农药怎么办")
    assert "120" in reply.split("\n")[0] and "标签" in reply


@pytest.mark.parametrize("text", ["甲胺磷怎么用", "1605哪里买", "呋喃丹好用不", "百草枯打田埂要得不"])
def test_who_asks_for_a_banned_pesticide_is_told_with_the_announcement(farmer: Farmer, text: str) -> None:
    reply = farmer.says(text)
    assert "禁用" in reply and "公告" in reply
