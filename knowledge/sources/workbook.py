"""The cells of a spreadsheet or a CSV file as text, with nothing unpacked that could fill the machine."""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from knowledge.sources.base import LayoutChanged

MOST_BYTES = 5_000_000
MOST_UNPACKED = 50_000_000
MOST_RATIO = 100
MOST_FILES = 1_000
MOST_ROWS, MOST_COLUMNS = 20_000, 100
# Two cells far apart make the reader ask for 50 GB at once, and its process ends: it gets one of its own.
MEMORY, SECONDS = 512_000_000, 20
_READER = Path(__file__).with_name("cells.py")
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def table(body: bytes, sheet: str = "") -> list[list[str]]:
    """The rows of the sheet of that name, else of the first one; raises LayoutChanged."""
    if len(body) > MOST_BYTES:
        raise LayoutChanged(f"表格超过 {MOST_BYTES // 1_000_000} MB")
    if body.startswith(_ZIP):
        _refuse_bomb(body)
    if body.startswith((_ZIP, _OLD)):
        return _cells(body, sheet)
    return _csv(body)


def _refuse_bomb(body: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise LayoutChanged("表格文件坏了或加了密") from None
    if len(members) > MOST_FILES:
        raise LayoutChanged("表格里的文件太多")
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise LayoutChanged(f"表格解开后超过 {MOST_UNPACKED // 1_000_000} MB")
    if any(member.file_size > MOST_RATIO * max(member.compress_size, 1) for member in members):
        raise LayoutChanged(f"表格压缩超过 {MOST_RATIO} 倍")
    if "xl/workbook.xml" not in {member.filename for member in members}:
        raise LayoutChanged("不是 .xlsx 表格")


def _cells(body: bytes, sheet: str) -> list[list[str]]:
    asked = {"sheet": sheet, "rows": MOST_ROWS, "columns": MOST_COLUMNS, "memory": MEMORY}
    # Isolated (-I): a file beside the program may bear the name of one of Python's own; our environment holds secrets.
    command = [sys.executable, "-I", str(_READER)]
    told = json.dumps(asked).encode("ascii") + b"\n" + body
    try:
        done = subprocess.run(command, input=told, capture_output=True, timeout=SECONDS, env={}, check=True)  # noqa: S603 - no word of the page is in the command
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise LayoutChanged("表格要的内存或时间太多，没有读") from None
    answer = json.loads(done.stdout)
    if "fault" in answer:
        raise LayoutChanged(answer["fault"])
    rows: list[list[str]] = answer["rows"]
    return rows


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
