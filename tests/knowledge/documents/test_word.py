"""A Word document becomes text of our kind, or is refused before it can harm anybody."""

import io
import os
import zipfile

import pytest

from knowledge.documents import Unfit, apart, markdown, word
from tests.knowledge.office import PICTURE, docx, p, table

BLIP = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">{}]>'
LAUGHS = BLIP.format("".join(f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefg", "bcdefgh", strict=True)))
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def text(*body: str) -> str:
    return word.read(docx(*body)).text


def test_headings_lists_tables_and_bold_are_kept() -> None:
    found = word.read(
        docx(
            p("白菜软腐病", "h1"), p("开头"), p("怎么办", "h2"), p("拔掉病株", level=0), p("先拔", level=1),
            p("后埋", level=1), p("撒石灰", level=0), table(("药", "量"), ("石灰", "5斤")), p("记住一定要先看清楚再动手。", bold=True),
        )
    )  # fmt: skip
    assert found.heading == "白菜软腐病"
    assert found.text == (
        "开头\n\n## 怎么办\n\n- 拔掉病株\n  1. 先拔\n  2. 后埋\n- 撒石灰\n\n"
        "| 药 | 量 |\n|---|---|\n| 石灰 | 5斤 |\n\n**记住一定要先看清楚再动手。**"
    )


def test_the_chinese_name_of_the_title_style_and_short_bold_lines_are_headings() -> None:
    found = word.read(docx(p("某县农业局"), p("冬管要点", "t"), p("一、排水", bold=True), p("清沟。")))
    assert (found.heading, found.text) == ("冬管要点", "某县农业局\n\n## 一、排水\n\n清沟。")


def test_without_a_heading_nothing_is_taken_for_one() -> None:
    assert word.read(docx(p("清沟。"), p("追肥。"))).heading == ""


def test_the_day_of_the_last_change_is_read_where_it_stands() -> None:
    found = word.read(docx(p("字"))).modified
    assert found and found.isoformat() == "2026-11-20T01:00:00+00:00"
    for odd in ("", "2026-99-99T00:00:00Z"):
        assert word.read(docx(p("字"), modified=odd)).modified is None


def test_pictures_are_counted_and_nothing_of_them_comes_along() -> None:
    found = word.read(docx(p("字"), PICTURE, PICTURE))
    assert (found.pictures, found.text) == (2, "字")


@pytest.mark.parametrize(
    "payload",
    ["<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "<svg/onload=alert(1)>", "{{7*7}}", "&lt;b&gt;x"],
)
def test_what_looks_like_a_tag_stays_the_words_that_it_is(payload: str) -> None:
    assert text(p(payload), table((payload, "x"))).count(payload) == 2


def test_a_link_leaves_its_words_alone() -> None:
    link = '<w:p><w:hyperlink w:anchor="javascript:alert(1)"><w:r><w:t>点我</w:t></w:r></w:hyperlink></w:p>'
    assert text(link) == "点我"


def with_document(content: str) -> bytes:
    packed = io.BytesIO(docx(p("字")))
    with zipfile.ZipFile(packed) as old:
        files = {name: old.read(name) for name in old.namelist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, body in files.items():
            new.writestr(name, content if name == "word/document.xml" else body)
    return made.getvalue()


def lying() -> bytes:
    """An archive whose list says that a large member is small."""
    honest = docx(p("字" * 20_000_000))
    place = honest.rindex(b"PK\x01\x02", 0, honest.rindex(b"word/document.xml"))
    return honest[: place + 24] + (4_000).to_bytes(4, "little") + honest[place + 28 :]


def encrypted() -> bytes:
    body = docx(p("字"))
    place = body.rindex(b"PK\x01\x02")
    return body[: place + 8] + b"\x01\x00" + body[place + 10 :]


def deep(levels: int) -> str:
    return "".join(f'<x a="{os.urandom(8).hex()}">' for _ in range(levels)) + "</x>" * levels


HOSTILE = [
    pytest.param(docx(p("字"), further={"a": os.urandom(5_000_001)}), "超过 5 MB", id="large"),
    pytest.param(docx(p("字" * 9_000_000)), "压缩超过 100 倍", id="squeezed"),
    pytest.param(
        docx(further={f"{n}": (os.urandom(1000) + bytes(30_000)) * 85 for n in range(20)}), "解开后超过 50 MB", id="much"
    ),
    pytest.param(docx(further={f"{n}": b"" for n in range(1000)}), "文件太多", id="many files"),
    pytest.param(docx(further={"../../etc/cron.d/x": b"x"}), "不合规的文件名", id="above"),
    pytest.param(docx(further={"/etc/cron.d/x": b"x"}), "不合规的文件名", id="absolute"),
    pytest.param(docx(further={"word\\..\\..\\x": b"x"}), "不合规的文件名", id="backslashes"),
    pytest.param(docx(further={"C:x": b"x"}), "不合规的文件名", id="drive"),
    pytest.param(encrypted(), "加了密", id="encrypted member"),
    pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "去掉密码", id="locked"),
    pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"旧的 \.doc", id="old kind"),
    pytest.param(lying(), "坏了", id="lying size"),
    pytest.param(docx(p("字"))[:-40], "坏了", id="cut"),
    pytest.param(b"PK\x03\x04" + b"x" * 100, "坏了", id="no archive"),
    pytest.param(b"%PDF-1.7", r"不是 \.docx", id="another kind"),
    pytest.param(b"", r"不是 \.docx", id="nothing"),
    pytest.param(with_document("<w:document"), "坏了", id="broken XML"),
    pytest.param(with_document(LAUGHS + "<x>&h;</x>"), "坏了", id="a billion laughs"),
    pytest.param(with_document(deep(20_000)), "坏了|太多", id="deep"),
    pytest.param(docx(p(os.urandom(550_000).hex())), "太长", id="endless"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "reason"), HOSTILE)
def test_what_is_too_large_broken_or_hostile_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(Unfit, match=reason):
        word.read(body)


def test_a_bomb_is_refused_before_anything_of_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    monkeypatch.setattr(apart.subprocess, "run", None)
    with pytest.raises(Unfit, match="压缩超过"):
        word.read(BOMB)


BOMB = docx(p("字" * 9_000_000))


def test_a_file_of_the_machine_that_the_document_names_is_not_read() -> None:
    content = f'{OUTSIDE}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>字&a;</w:t></w:r></w:p></w:body></w:document>'
    with pytest.raises(Unfit, match="坏了"):
        word.read(with_document(content))


def test_an_archive_inside_is_not_opened() -> None:
    inner = docx(p("字" * 9_000_000))
    assert word.read(docx(p("字"), further={"word/embeddings/inner.docx": inner})).text == "字"


def test_the_reader_gets_so_much_memory_and_time_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    long = docx(*(p(f"第{n}句。") for n in range(5_000)))
    monkeypatch.setattr(apart, "MEMORY", 20_000_000)
    with pytest.raises(Unfit, match="要的内存或时间太多"):
        word.read(long)
    monkeypatch.undo()
    monkeypatch.setattr(apart, "SECONDS", 0.001)
    with pytest.raises(Unfit, match="要的内存或时间太多"):
        word.read(docx(p("字")))


def test_tags_that_never_end_and_rows_of_unequal_width_are_read_to_the_end() -> None:
    found = markdown.blocks("<p>一<strong>二<ul><li>三<table><tr><td>四<td>五<tr><td>六</table>七")
    assert [str(block) for block in found] == ["一**二**", "- 三", "| 四 | 五 |", "|---|---|", "| 六 |  |", "七"]
