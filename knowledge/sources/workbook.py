"""The cells of a spreadsheet or a CSV file as text, with nothing unpacked that could fill the machine."""

import csv
import io
import re

from knowledge.documents import Unfit, packed, sheets
from knowledge.documents.sheets import MOST_COLUMNS, MOST_ROWS
from knowledge.sources.base import LayoutChanged


def table(body: bytes, sheet: str = "") -> list[list[str]]:
    """The rows of the sheet of that name, else of the first one; raises LayoutChanged."""
    try:
        packed.refuse_large(body, "表格")
        return sheets.cells(body, sheet) if sheets.is_one(body) else _csv(body)
    except Unfit as fault:
        raise LayoutChanged(str(fault)) from None


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
