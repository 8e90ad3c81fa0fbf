"""Phone numbers are found however they are spelled, and figures that are none are left alone."""

import pytest

from knowledge.editions import personal
from knowledge.phones import phones
from knowledge.privacy import masked
from tests.moderation import spellings


def found(text: str) -> list[str]:
    return [phone.digits for phone in phones(text)]


@pytest.mark.parametrize("half", [spellings.TUNE, spellings.REPORT])
def test_spellings_are_found_and_other_figures_are_not(half: int) -> None:
    written, others = spellings.phones(half), spellings.figures(half)
    missed = [text for digits, text in written if digits not in found(text)]
    wrong = [text for text in others if phones(text)]
    assert len(missed) <= 0.02 * len(written) and len(wrong) <= 0.01 * len(others), (missed, wrong)


@pytest.mark.parametrize(
    "written",
    [
        "13900001234", "139 0000 1234", "139-0000-1234", "１３９００００１２３４", "一三九零零零零一二三四", "幺三九〇〇〇〇幺二三四",
        "壹叁玖零零零零壹贰叁肆", "1️⃣3️⃣9️⃣0️⃣0️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣", "①③⑨⓪⓪⓪⓪①②③④", "l39oooo1234", "+86 139 0000 1234", "008613900001234",
        "139，0000，1234", "13九零零零零一2三4", "yao san jiu ling ling ling ling yao er san si", "139中间0000最后1234",
        "1\u200b3\u200b900001234",
    ],
)  # fmt: skip
def test_a_number_is_found_where_it_stands_and_masked(written: str) -> None:
    text = f"橘子2万斤，1块2，找老王{written}，要的快"
    (phone,) = phones(text)
    assert text[phone.start : phone.end] == written.removeprefix("+")
    assert phone.digits == "13900001234" and "139****1234" in masked(text)
    assert "139****1234" in personal.masked(text) and personal.phones(text) == ["139****1234"]


@pytest.mark.parametrize(
    ("written", "digits", "shown"),
    [
        ("0736-1234567", "07361234567", "0736-****567"),
        ("零七三六一二三四五六七", "07361234567", "0736****567"),
        ("（0731）1234 5678", "073112345678", "（0731****678"),
        ("+86-736-1234567", "07361234567", "+0736****567"),
    ],
)
def test_a_line_of_a_house_is_found(written: str, digits: str, shown: str) -> None:
    assert found(f"座机{written}。") == [digits] and masked(f"座机{written}。") == f"座机{shown}。"


@pytest.mark.parametrize(
    "text",
    [
        "编号：12800001234", "12800001234元", "东经111.48123456", "PD12800001234", "https://example.cn/2014/0919/23572198.html",
        "139****1234 2000只鸡", "128 1000 2000这三笔", "第1、2、3、4、5、6、7、8、9、10、11组", "12345或12316",
    ],
)  # fmt: skip
def test_other_figures_are_no_phones(text: str) -> None:
    assert found(text) == []


def test_two_numbers_are_two() -> None:
    assert found("13900001234、13900005678") == ["13900001234", "13900005678"]
    assert masked("13900001234或一三九零零零零五六七八") == "139****1234或139****5678"


def test_an_article_keeps_the_line_of_an_office_and_what_begins_with_no_range_of_mobiles() -> None:
    assert personal.masked("打0736-1234567或12800001234") == "打0736-1234567或12800001234"
