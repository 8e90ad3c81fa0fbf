"""Texts that are made to keep a reader busy for hours, or to become longer than any machine can hold."""

from pathlib import Path

import pytest

from knowledge.documents import markdown
from knowledge.imports import articles, files
from knowledge.imports.report import ImportRefused

MUCH = 400_000
# Each list names the one before it nine times: with the tenth the text would have four thousand million words.
GROWING = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 11))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---" + "\n" * MUCH, "缺少以 --- 开头"),
        ("---\n" + "a: b\n" * MUCH, "缺少以 --- 开头"),
        ("---\n" + "".join(f"k{n}: v\n" for n in range(MUCH)) + "---\n正文", "文件头太长"),
        (f"---\nl0: &l0 [字]\n{GROWING}\ntitle: *l10\n---\n正文", "一列文字"),
        (f"---\ntitle: {'[' * 5000}\n---\n正文", "套得太深"),
    ],
)
def test_a_head_that_would_never_be_read_to_its_end_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ImportRefused, match=said):
        files.front_matter(path)


def test_a_line_that_is_nested_too_deep_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("[" * MUCH, encoding="utf-8")
    with pytest.raises(ImportRefused, match="不是合格的 JSON"):
        list(files.json_lines(path))


@pytest.mark.parametrize("text", ["# 甲" + " " * MUCH + "乙", "[" * MUCH, "[](" * MUCH, "[]()(" * MUCH])
def test_marks_that_never_end_are_words(text: str) -> None:
    (only,) = articles.sections(text)
    assert len(only.heading + only.text) >= MUCH // 2


def test_links_and_headings_are_read_as_ever() -> None:
    found = articles.sections("开头[网页](http://a.cn/x_(y))完。\n\n##  怎么办  \n\n**拔掉**病株。")
    assert [(part.heading, part.text) for part in found] == [("", "开头网页完。"), ("怎么办", "拔掉病株。")]


def test_one_wide_row_does_not_widen_thousands_of_others() -> None:
    drawn = markdown.joined(markdown.blocks("<table><tr>" + "<td>" * 20_000 + "<tr><td>一" * 20_000 + "</table>"))
    assert len(drawn) < 10_000_000
