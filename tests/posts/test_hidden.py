"""Telephone numbers out of sight, however they are written, and figures that stay where they are."""

import pytest

from knowledge.posts import hidden

MOBILE = "13900001234"
WAYS = (
    "13900001234", "139 0000 1234", "139-0000-1234", "139.0000.1234", "１３９００００１２３４", "一三九零零零零一二三四",
    "壹叁玖零零零零壹贰叁肆", "幺三九〇〇〇〇幺二三四", "1 3 9 0 0 0 0 1 2 3 4", "1-3-9-0-0-0-0-1-2-3-4", "13九0000一2三4",
    "1\ufe0f\u20e33\ufe0f\u20e39\ufe0f\u20e300001234", "139\u200b0000\u200b1234", "+8613900001234", "8613900001234",
    "139 (0000) 1234", "139/0000/1234", "139·0000·1234", "139，0000，1234", "①③⑨⓪⓪⓪⓪①②③④", "139_0000_1234", "139~0000~1234",
    "l39oooo1234", "yao san jiu ling ling ling ling yi er san si",
)  # fmt: skip


@pytest.mark.parametrize("written", WAYS)
def test_a_number_is_found_however_it_is_written(written: str) -> None:
    text = f"找老王{written}，管饭"
    assert hidden.numbers(text) == [MOBILE]
    shown = hidden.shown(text)
    assert hidden.STARS in shown and not hidden.numbers(shown) and "0000" not in shown and "零零零" not in shown
    assert shown.startswith("找老王") and shown.endswith("，管饭")


@pytest.mark.parametrize(
    "text",
    [
        "150-160元/天，10人", "2026-11-24到2026-12-01", "国令第724号，2020年1月1日起", "1.35元/斤（1.20～1.50）", "2000斤",
        "打12316或者12345", "上午8:00-12:00，下午13:30-17:30", "三百五十元一天", "登记证号PD20131234", "亩产1300-1500斤，5000亩",
    ],
)  # fmt: skip
def test_figures_stay(text: str) -> None:
    assert hidden.shown(text) == text and not hidden.numbers(text)


def test_two_numbers_side_by_side_are_two() -> None:
    assert hidden.numbers("13900001234/13800005678") == [MOBILE, "13800005678"]
    assert hidden.numbers("13900001234 13800005678") == [MOBILE, "13800005678"]


def test_landlines_of_people_are_hidden_and_those_of_offices_are_not() -> None:
    text = "咨询0736-6612345，张某13900001234，2020 1360 1370 1380"
    assert "6612345" not in hidden.shown(text)
    assert hidden.published(text) == "咨询0736-6612345，张某139****1234，2020 1360 1370 1380"
    assert hidden.of_people(text) == [MOBILE]


def test_longer_personal_numbers_are_gone() -> None:
    assert hidden.shown("身份证43072519900101123X") == "身份证****" == hidden.published("身份证43072519900101123X")


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13900001234", "139****1234"), ("0736-6612345", "073****2345"), ("6612345", "661****45"), ("12316", "12316"),
        ("", ""), ("100****0101", "100****0101"), ("13900001234转8", "139****2348"),
    ],
)  # fmt: skip
def test_a_field_for_a_number_shows_its_ends(phone: str, shown: str) -> None:
    assert hidden.masked(phone) == shown
