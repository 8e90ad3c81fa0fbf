"""A spreadsheet from outside is opened only when nothing in it can fill the machine."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from knowledge.documents import sheets
from knowledge.sources import workbook
from knowledge.sources.base import LayoutChanged
from tests.sources.workbooks import xls, xlsx

ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>大白菜</t></is></c><c r="B1"><v>2.8000000000000003</v></c></row>'


def test_cells_read_as_a_person_reads_them() -> None:
    assert workbook.table(xlsx(ROW)) == [["大白菜", "2.8"]]


def test_a_sheet_is_found_by_its_name() -> None:
    assert workbook.table(xlsx(ROW), "价格")
    with pytest.raises(LayoutChanged, match="没有名叫「菜价」的工作表"):
        workbook.table(xlsx(ROW), "菜价")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(xlsx(ROW, further={"a.txt": os.urandom(5_000_001)}), "超过 5 MB", id="large"),
        pytest.param(xlsx(ROW, further={"a.txt": bytes(2_000_000)}), "压缩超过 100 倍", id="squeezed"),
        pytest.param(
            xlsx(ROW, further={f"{n}": (os.urandom(1000) + bytes(30_000)) * 85 for n in range(20)}), "解开后超过 50 MB",
            id="many times its size",
        ),
        pytest.param(xlsx(ROW, further={f"{n}": b"" for n in range(1000)}), "文件太多", id="many files"),
        pytest.param(xlsx('<row r="1"><c r="A1"><v>1</v></c><c r="CW1"><v>1</v></c></row>'), "行或 100 列", id="wide"),
        pytest.param(xls({(0, 0): 1.0, (20_000, 0): 1.0}), "超过 20000 行", id="deep"),
        pytest.param(
            xlsx(ROW + '<row r="99999"><c r="XFD99999"><v>1</v></c></row>'), "要的内存或时间太多", id="far apart"
        ),
        pytest.param(xls({(0, 0): 1.0, (65535, 65535): 1.0}), "要的内存或时间太多", id="far apart, old kind"),
        pytest.param(xlsx(ROW)[:-40], "坏了", id="cut"),
        pytest.param(b"PK\x03\x04" + b"x" * 100, "坏了", id="no archive"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 1000, "坏了", id="no workbook"),
        pytest.param(b"%PDF-1.7\n\x00\x01", "不是", id="another kind"),
    ],
)  # fmt: skip
def test_what_is_too_large_or_broken_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(LayoutChanged, match=reason):
        workbook.table(body)


def test_other_archives_are_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("content.xml", "<table/>")
    with pytest.raises(LayoutChanged, match=r"不是 \.xlsx"):
        workbook.table(packed.getvalue())


def test_a_size_that_is_only_claimed_harms_nobody() -> None:
    honest = xlsx(" " * 60_000_000)
    place = honest.rindex(b"PK\x01\x02", 0, honest.rindex(b"xl/worksheets/sheet1.xml"))
    lying = honest[: place + 24] + (4_000).to_bytes(4, "little") + honest[place + 28 :]
    with pytest.raises(LayoutChanged, match="解开后超过"):
        workbook.table(honest)
    with pytest.raises(LayoutChanged):
        workbook.table(lying)


def test_the_old_kind_is_read() -> None:
    cells: dict[tuple[int, int], str | float] = {(0, 0): "品名", (0, 1): "均价", (1, 0): "草鱼", (1, 1): 12.5}
    assert workbook.table(xls(cells)) == [["品名", "均价"], ["草鱼", "12.5"]]


def test_the_reader_sees_nothing_of_the_environment_nor_of_its_neighbours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "cells.py"
    program.with_name("html.py").write_text("raise SystemExit(1)")
    program.write_text("import html, os, json; print(json.dumps({'rows': [sorted(os.environ)]}))")
    monkeypatch.setattr(sheets, "_READER", program)
    monkeypatch.setenv("SECRET_KEY", "x")
    assert "SECRET_KEY" not in workbook.table(xlsx(ROW))[0]


def test_csv_is_read_in_both_of_chinas_encodings() -> None:
    for charset in ("utf-8-sig", "gbk"):
        assert workbook.table("品名,均价\n草鱼,12\n".encode(charset)) == [["品名", "均价"], ["草鱼", "12"]]
