"""Tables as spreadsheets: typed cells, and no text that a spreadsheet program would take for a formula."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

Cell = str | int | float | datetime | None
# What XML 1.0 cannot hold.
_NO_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FORMULA = tuple("=+-@\t\r\0＝＋－＠")


def workbook(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]) -> bytes:
    """An .xlsx file of sheets, each a name, a head and rows."""
    # Seldom wanted, and 20 MB in each process that has it.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    for name, head, rows in sheets:
        sheet = book.create_sheet(name)
        for row in (head, *rows):
            cells = []
            for value in row:
                cell = WriteOnlyCell(sheet, _safe(value))
                if isinstance(value, str):
                    cell.data_type = "s"
                cells.append(cell)
            sheet.append(cells)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _safe(value: Cell) -> Cell:
    if not isinstance(value, str):
        return value
    marked = f"'{value}" if value.startswith(_FORMULA) else value
    return _NO_CHARACTER.sub("", marked)
