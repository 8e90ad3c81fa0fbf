"""What may be a reportable epidemic, and what is none."""

import pytest

from knowledge import danger


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("猪发高烧，身上一块块发紫", danger.SWINE_FEVER),
        ("栏里死了五头猪", danger.SWINE_FEVER),
        ("猪昨天还好好的突然死了", danger.SWINE_FEVER),
        ("牛嘴巴里起泡，流口水", danger.FOOT_AND_MOUTH),
        ("羊蹄子烂了走不得", danger.FOOT_AND_MOUTH),
        ("鸡一夜死了十几只", danger.BIRD_FLU),
        ("鸭子成批死", danger.BIRD_FLU),
    ],
)
def test_signs_of_an_epidemic_are_told(text: str, name: str) -> None:
    assert danger.suspected(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "猪身上长红点点，痒",
        "猪耳朵红",
        "猪发烧不吃",
        "猪中暑了身上发红发烧",
        "鸡屙白屎",
        "桃树死了好几棵",
        "非洲猪瘟怎么预防",
        "牛肚子胀气了",
        "生猪价格跌死了",
        "鸡吃了老鼠药死了三只",
    ],
)
def test_not_every_red_spot_or_death_is_one(text: str) -> None:
    assert not danger.suspected(text)
