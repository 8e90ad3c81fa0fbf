"""Labelled messages: what staff say of a message is kept without personal data, and goes out and in as a file."""

from pathlib import Path

import pytest

from bot import labelling
from bot.nlu import rasa_format
from bot.nlu.rasa_format import FormatError
from knowledge import labels
from knowledge.db import Store
from knowledge.refusal import Refused
from tests.conftest import NOW


def add(store: Store, text: str, intent: str, marks: str = "") -> str | None:
    with store.writing() as session:
        return labels.add(session, labelling.label(text, intent, marks), NOW)


def kept(store: Store) -> list[tuple[str, str]]:
    with store.reading() as session:
        return [(row.text, row.intent) for row in labels.all_of(session)]


def test_a_message_is_kept_once_with_its_newest_intent(store: Store) -> None:
    assert add(store, "包菜好多钱", "ask_technique") is None
    assert add(store, "包菜 好多钱", "ask_price", "[包菜](commodity)") == "ask_technique"
    assert kept(store) == [("[包菜](commodity) 好多钱", "ask_price")]


def test_personal_numbers_are_masked_before_they_are_kept(sqlite_store: Store) -> None:
    add(sqlite_store, "卖猪，电话[13912345678](phone)，身份证43072519700101123X", "post_supply")
    assert kept(sqlite_store) == [("卖猪，电话[139****5678](phone)，身份证****", "post_supply")]


@pytest.mark.parametrize(
    ("text", "intent", "why"),
    [
        ("包菜好多钱", "ask_moon", "没有意图「ask_moon」"),
        (" \u200b", "ask_price", "空的"),
        ("菜" * 501, "ask_price", "超过"),
        ("[包菜](cabbage)好多钱", "ask_price", "实体"),
    ],
)
def test_what_cannot_be_learned_is_refused(text: str, intent: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        labelling.label(text, intent)


def test_what_goes_out_comes_in_again(store: Store, tmp_path: Path) -> None:
    add(store, "[包菜](commodity)好多钱", "ask_price")
    add(store, "- 多谢\n老表", "thanks")
    before = kept(store)
    assert labelling.export(store, tmp_path / "l.yml") == 2
    assert labelling.bring_in(store, tmp_path / "l.yml", NOW) == (0, 0, 2)
    with store.writing() as session:
        for row in labels.all_of(session):
            labels.remove(session, row.id)
    assert labelling.bring_in(store, tmp_path / "l.yml", NOW) == (2, 0, 0)
    assert sorted(kept(store)) == sorted(before)


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("- intent: ask_moon\n  examples: |\n    - 月亮好多钱\n", 8),
        ("- intent: greet\n  examples: |\n    - 老乡好\n\n    - [白菜](crop)好\n", 10),
        ("- intent: thanks\n  examples: |\n    - 你好\n", 8),
        ("- intent: greet\n  examples: |\n    - 你好\n   - 好\n  x", 9),
    ],
)
def test_a_broken_file_names_its_line_and_changes_nothing(
    sqlite_store: Store, tmp_path: Path, block: str, line: int
) -> None:
    good = rasa_format.written([("你好", "greet")])
    (tmp_path / "l.yml").write_text(good + block, encoding="utf-8")
    with pytest.raises((Refused, FormatError), match=f"l.yml 第 {line} 行"):
        labelling.bring_in(sqlite_store, tmp_path / "l.yml", NOW)
    assert kept(sqlite_store) == []


def test_a_missing_or_empty_file_and_a_folder_that_is_not_there_are_named(sqlite_store: Store, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="读不出来"):
        labelling.bring_in(sqlite_store, tmp_path / "none.yml", NOW)
    (tmp_path / "e.yml").write_text("", encoding="utf-8")
    with pytest.raises(FormatError, match="没有例句"):
        labelling.bring_in(sqlite_store, tmp_path / "e.yml", NOW)
    with pytest.raises(Refused, match="写不进去"):
        labelling.export(sqlite_store, tmp_path / "none" / "l.yml")
