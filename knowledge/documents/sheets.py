"""The cells of a spreadsheet as text."""

from pathlib import Path

from knowledge.documents import Unfit, apart, packed

MOST_ROWS, MOST_COLUMNS = 20_000, 100
MOST_CHARACTERS = 20_000_000
_READER = Path(__file__).with_name("cells.py")


def is_one(body: bytes) -> bool:
    """Whether it begins like a spreadsheet, of the new or the old kind."""
    return body.startswith((packed.ZIP, packed.OLD))


def cells(body: bytes, sheet: str = "") -> list[list[str]]:
    """The rows of the sheet of that name, else of the first one; raises Unfit."""
    packed.refuse_large(body, "表格")
    if body.startswith(packed.ZIP):
        packed.refuse_bomb(body, "表格", "xl/workbook.xml", ".xlsx")
    if packed.is_locked(body):
        raise Unfit("表格加了密，请去掉密码再来")
    if not is_one(body):
        raise Unfit("不是 .xlsx 或 .xls 表格")
    rows: list[list[str]] = apart.read(
        _READER, body, "表格", sheet=sheet, rows=MOST_ROWS, columns=MOST_COLUMNS, characters=MOST_CHARACTERS
    )["rows"]
    return rows
