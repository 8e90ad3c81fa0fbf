"""Spreadsheets that staff take away: typed cells, and no text that a program would take for a formula."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | datetime | None
Rows = Iterable[Sequence[Cell]]
# What Excel, WPS and their importers take for the beginning of a formula or a command.
_ACTIVE = tuple("=+-@\t\r\n\0＝＋－＠")
# What XML 1.0 cannot hold.
_NO_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_WIDTH = 16


def xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """An .xlsx file of sheets by their names; texts stay texts, so that phones keep their zeros."""
    # Seldom wanted, and 20 MB in each process that has it.
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row, 1):
                cell = sheet.cell(number, place)
                if isinstance(value, str):
                    cell.value, cell.data_type, cell.number_format = harmless(value), "s", "@"
                else:
                    cell.value = value
                sheet.column_dimensions[cell.column_letter].width = _WIDTH
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def harmless(text: str) -> str:
    """The text, with a mark before what a spreadsheet would act on; without what no sheet can hold."""
    return _NO_CHARACTER.sub("", f"'{text}" if text.startswith(_ACTIVE) else text)
