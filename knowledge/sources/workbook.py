"""The cells of a spreadsheet or a CSV file as text, with nothing unpacked that could fill the machine."""

import csv
import io
import re
import zipfile
import zlib
from datetime import date, datetime
from decimal import Decimal

from knowledge.sources.base import LayoutChanged

MOST_BYTES = 5_000_000
MOST_UNPACKED = 50_000_000
MOST_RATIO = 100
MOST_FILES = 1_000
# The reader makes room for every cell up to the last one, empty or not.
MOST_ROWS, MOST_COLUMNS = 20_000, 100
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,4})(\d{0,9})["']""")


def table(body: bytes, sheet: str = "") -> list[list[str]]:
    """The rows of the sheet of that name, else of the first one; raises LayoutChanged."""
    if len(body) > MOST_BYTES:
        raise LayoutChanged(f"表格超过 {MOST_BYTES // 1_000_000} MB")
    if body.startswith(_ZIP):
        return _cells(_checked(body), sheet)
    if body.startswith(_OLD):
        return _cells(body, sheet)
    return _csv(body)


def _checked(body: bytes) -> bytes:
    """The same workbook, packed anew from what was really in it: sizes that it only claims reach no other reader."""
    fresh = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed, zipfile.ZipFile(fresh, "w") as unpacked:
            members = packed.infolist()
            _refuse_bomb(members)
            for member in members:
                content = packed.read(member)
                _refuse_wide(content)
                unpacked.writestr(member.filename, content)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise LayoutChanged("表格文件坏了或加了密") from None
    return fresh.getvalue()


def _refuse_bomb(members: list[zipfile.ZipInfo]) -> None:
    # Other packed kinds say by a short word how often a cell comes, which nothing here looks for.
    if "xl/workbook.xml" not in {member.filename for member in members}:
        raise LayoutChanged("不是 .xlsx 表格")
    if len(members) > MOST_FILES or len({member.filename for member in members}) != len(members):
        raise LayoutChanged("表格里的文件太多或重名")
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise LayoutChanged(f"表格解开后超过 {MOST_UNPACKED // 1_000_000} MB")
    if any(member.file_size > MOST_RATIO * max(member.compress_size, 1) for member in members):
        raise LayoutChanged(f"表格压缩超过 {MOST_RATIO} 倍")


def _refuse_wide(content: bytes) -> None:
    for letters, digits in _CELL.findall(content):
        if int(digits or 0) > MOST_ROWS or _column(letters.upper()) > MOST_COLUMNS:
            raise LayoutChanged(f"表格超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cells(body: bytes, sheet: str) -> list[list[str]]:
    # Not at the top: it is a library in Rust that only a night with a spreadsheet needs.
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(body)) as book:
            if sheet and sheet not in book.sheet_names:
                raise LayoutChanged(f"没有名叫「{sheet}」的工作表")
            found = book.get_sheet_by_name(sheet) if sheet else book.get_sheet_by_index(0)
            if found.total_height > MOST_ROWS or found.total_width > MOST_COLUMNS:
                raise LayoutChanged(f"表格超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列")
            return [[_written(cell) for cell in row] for row in found.to_python(skip_empty_area=False)]
    except CalamineError:
        raise LayoutChanged("表格文件坏了或加了密") from None


def _written(cell: object) -> str:
    """A cell as a person reads it: 2.8 and not 2.8000000000000003, a day as 2026-11-24."""
    if isinstance(cell, float):
        return format(Decimal(format(cell, ".15g")), "f")
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return " ".join(str(cell).split())


def _csv(body: bytes) -> list[list[str]]:
    for charset in ("utf-8-sig", "gb18030"):
        try:
            text = body.decode(charset)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise LayoutChanged("文字编码不对")
    if "\x00" in text or re.match(r"\s*[<{]", text):
        raise LayoutChanged("不是表格")
    try:
        rows = [
            [" ".join(cell.split()) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), strict=True)
        ]
    except csv.Error:
        raise LayoutChanged("不是合格的 CSV") from None
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        raise LayoutChanged(f"表格超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列")
    return rows
