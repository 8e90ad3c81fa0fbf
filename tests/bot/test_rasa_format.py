"""Rasa's NLU format: what is read, and how a broken file is named."""

import pytest

from bot.nlu import rasa_format, training
from bot.nlu.rasa_format import FormatError
from bot.rasa_domain import ENTITIES

HEAD = 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n'


def test_each_sentence_knows_its_line() -> None:
    path = training.FOLDER / "ask_price.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert all(found.annotated in lines[found.line - 1] for found in rasa_format.read(path.read_bytes(), path.name))


def test_what_is_written_is_read_again() -> None:
    said = [("[包菜](commodity)多少钱", "ask_price"), ("- -5度冷不冷", "ask_weather"), ('#: "好', "greet")]
    found = rasa_format.read(rasa_format.written(said).encode(), "f.yml")
    assert [(one.annotated, one.intent) for one in found] == said
    assert rasa_format.read(rasa_format.written([]).encode(), "f.yml") == []


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        (HEAD + "    - 你好\n    老乡好\n", 6, "每句以"),
        (HEAD + "    - 你好\n- intnt: thanks\n", 6, "缺少 intent"),
        (HEAD + "    - 你好\n- intent: thanks\n  examples:\n  - 多谢\n", 6, "没有例句"),
        (HEAD + "    - 你好\n- intent: [a\n", 7, "YAML"),
        (HEAD + "    - 你\x07好\n", 5, "控制字符"),
        ("nlu: 3\n", 1, "一列"),
        ("你好\n", 1, "version"),
        ("nlu:\n- 你好\n", 2, "intent"),
        ("[" * 5000, 1, "太深"),
    ],
)
def test_a_broken_file_is_named_with_its_line(content: str, line: int, why: str) -> None:
    with pytest.raises(FormatError, match=f"^f.yml 第 {line} 行：.*{why}") as fault:
        rasa_format.read(content.encode(), "f.yml")
    assert "\n" not in str(fault.value)


def test_a_file_in_another_encoding_is_named_with_its_line() -> None:
    with pytest.raises(FormatError, match="第 5 行：不是 UTF-8"):
        rasa_format.read(HEAD.encode() + "    - 你好\n".encode("gb18030"), "f.yml")


@pytest.mark.parametrize(
    "annotated",
    [
        "[白菜](crop)多少钱",
        "[白菜](commodity 多少钱",
        "白菜](commodity)多少钱",
        '[白菜]{"entity": }',
        '[白菜]{"value": "x"}',
    ],
)
def test_marks_that_rasa_would_not_read_are_faults(annotated: str) -> None:
    assert rasa_format.fault_of(annotated, ENTITIES)


@pytest.mark.parametrize(
    "annotated", ["好的[微笑]", '[洋芋]{"entity": "commodity", "value": "土豆"}多少钱', "(急)[白菜](commodity)"]
)
def test_whole_marks_and_wechats_faces_are_none(annotated: str) -> None:
    assert not rasa_format.fault_of(annotated, ENTITIES)


def test_marks_are_put_where_their_words_stand() -> None:
    marked = rasa_format.marked("漆河的包菜和包菜苗", "[漆河](region) [包菜](commodity) [包菜苗](commodity)")
    assert marked == "[漆河](region)的[包菜](commodity)和[包菜苗](commodity)"
    with pytest.raises(FormatError, match="萝卜"):
        rasa_format.marked("白菜多少钱", "[萝卜](commodity)")
