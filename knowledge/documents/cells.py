"""A program of its own that reads a spreadsheet; `apart` starts it.

It takes one line of JSON (sheet, most rows, columns and characters, bytes of memory) and the file on standard input,
and answers in JSON with the `rows`, or with the `fault` in Chinese. It imports nothing of ours, so that it starts
quickly.
"""

import contextlib
import io
import json
import resource
import sys
from datetime import date, datetime
from decimal import Decimal

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook


class _Unreadable(Exception):
    """The message says why, in Chinese."""


def rows(body: bytes, sheet: str, most_rows: int, most_columns: int) -> list[list[str]]:
    """The cells as text, of the sheet of that name, else of the first one."""
    with CalamineWorkbook.from_filelike(io.BytesIO(body)) as book:
        if sheet and sheet not in book.sheet_names:
            raise _Unreadable(f"没有名叫「{sheet}」的工作表")
        found: CalamineSheet = book.get_sheet_by_name(sheet) if sheet else book.get_sheet_by_index(0)
        last_row, last_column = found.end or (0, 0)
        if last_row >= most_rows or last_column >= most_columns:
            raise _Unreadable(f"表格超过 {most_rows} 行或 {most_columns} 列")
        return [[_written(cell) for cell in row] for row in found.to_python(skip_empty_area=False)]


def _written(cell: object) -> str:
    """A cell as a person reads it: 2.8 and not 2.8000000000000003, a day as 2026-11-24."""
    if isinstance(cell, float):
        return format(Decimal(format(cell, ".15g")), "f")
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return " ".join(str(cell).split())


def _answer() -> dict[str, object]:
    asked = json.loads(sys.stdin.buffer.readline())
    # Where the system knows no such limit, the deadline of who started this remains.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (asked["memory"], asked["memory"]))
    try:
        found = rows(sys.stdin.buffer.read(), asked["sheet"], asked["rows"], asked["columns"])
        if sum(len(cell) for row in found for cell in row) > asked["characters"]:
            raise _Unreadable("表格里的字太多")
        return {"rows": found}
    except _Unreadable as fault:
        return {"fault": str(fault)}
    except CalamineError:
        return {"fault": "表格文件坏了或加了密"}


if __name__ == "__main__":
    sys.stdout.buffer.write(json.dumps(_answer()).encode("ascii"))
