"""Tables as spreadsheets: typed cells, and no text that a spreadsheet program would take for a formula."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Cell = str | int | float | datetime | None
_FORMULA = tuple("=+-@\t\r\0＝＋－＠")


def workbook(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]) -> bytes:
    """An .xlsx file of sheets, each a name, a head and rows."""
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
    return ILLEGAL_CHARACTERS_RE.sub("", marked)
