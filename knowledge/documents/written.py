"""A spreadsheet that staff take away, in which nothing is a formula."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell

# What Excel, WPS and their importers take for the beginning of a formula or a command.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
_WIDTH = 16


def xlsx(sheets: dict[str, Sequence[Sequence[str]]]) -> bytes:
    """The sheets by their names, each cell as text: phones keep their zeros and dates their writing."""
    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for place, text in enumerate(row, 1):
                _write(page.cell(number, place), text)
                page.column_dimensions[page.cell(number, place).column_letter].width = _WIDTH
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def harmless(text: str) -> str:
    """The text, with a mark before what a spreadsheet would act on; without what no sheet can hold."""
    text = "".join(character for character in text if character >= " " or character in "\t\n\r\0")
    return ("'" + text if text.startswith(_ACTIVE) else text).replace("\0", "")


def _write(cell: Cell, text: str) -> None:
    cell.value = harmless(text)
    cell.number_format = "@"
