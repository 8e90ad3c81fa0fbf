"""Tables as staff save them: CSV, or a sheet of Excel or WPS with the same columns."""

import re
from collections.abc import Iterator
from pathlib import Path

from knowledge.documents import Unfit, sheets
from knowledge.imports.files import IDLE, content_of, csv_rows
from knowledge.imports.report import ImportRefused, need_columns
from knowledge.text import storable

SUFFIXES = (".xlsx", ".xls")
# What a template's example row says in one of its cells, and nobody else would.
EXAMPLE = "示例，请删掉这一行"
# A template's header says the column in Chinese too: 日期（date）.
_BOTH = re.compile(r".*[（(]([a-z_]+)[）)]")


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row, stripped; raises ImportRefused naming a missing column or a row too wide.

    A template's example that was left in is refused: it must not become a price that people believe.
    """
    found = _sheet(path, columns) if path.suffix.lower() in SUFFIXES else csv_rows(path, columns, column)
    for line, fields in found:
        if EXAMPLE in fields.values():
            raise ImportRefused(f"{path.name} 第 {line} 行：这是模板里的示例，请删掉这一行。没有导入任何内容。")
        yield line, fields


def column(written: str) -> str:
    """The column that a header's cell names."""
    found = _BOTH.fullmatch(written.strip(IDLE))
    return found[1] if found else written.strip(IDLE)


def _sheet(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        head, *others = sheets.cells(content_of(path)) or [[]]
    except Unfit as fault:
        raise ImportRefused(f"{path.name}：{fault}。没有导入任何内容。") from None
    names = [column(cell) for cell in head]
    need_columns(path, names, columns)
    for name in columns:
        if names.count(name) > 1:
            raise ImportRefused(f"{path.name} 第 1 行：有两列都叫「{name}」。没有导入任何内容。")
    for line, cells in enumerate(others, 2):
        fields = {name: storable(cell).strip(IDLE) for name, cell in zip(names, cells, strict=False) if name}
        if any(cell.strip(IDLE) for cell, name in zip(cells, [*names, *[""] * len(cells)], strict=False) if not name):
            raise ImportRefused(f"{path.name} 第 {line} 行：有一格不在任何一列下面。没有导入任何内容。")
        if any(fields.values()):
            yield line, {**dict.fromkeys(names, ""), **fields}
