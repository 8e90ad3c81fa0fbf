"""Small .xlsx files, written by hand."""

import io
import struct
import zipfile

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_LINK = '<Relationship Id="r{}" Type="' + _OFFICE + '/{}" Target="{}"/>'


def xlsx(rows: str, *, name: str = "价格", further: dict[str, bytes] | None = None) -> bytes:
    """A workbook of one sheet, whose rows are given as XML."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", _TYPES)
        file.writestr("_rels/.rels", _LINKS.format(_LINK.format(1, "officeDocument", "xl/workbook.xml")))
        file.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels", _LINKS.format(_LINK.format(1, "worksheet", "worksheets/sheet1.xml"))
        )
        file.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        )
        for path, content in (further or {}).items():
            file.writestr(path, content)
    return packed.getvalue()


def xls(cells: dict[tuple[int, int], str | float], name: str = "Sheet1") -> bytes:
    """A workbook of the old kind with one sheet: its cells by row and column, counted from 0."""
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    title = name.encode("ascii")
    sheet_at = len(start) + len(_record(0x85, bytes(8) + title)) + 4
    book = start + _record(0x85, struct.pack("<IBBBB", sheet_at, 0, 0, len(title), 0) + title) + _record(0x0A, b"")
    book += _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    for (row, column), value in cells.items():
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, str):
            book += _record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
        else:
            book += _record(0x0203, place + struct.pack("<d", value))
    return _compound(book + _record(0x0A, b""))


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def _compound(stream: bytes) -> bytes:
    """One stream in the container that the old kind stands in, in sectors of 512 bytes."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    last = len(stream) // 512 + 1
    table = [-3, -2, *range(3, last + 1), -2]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIiIIiIiI", 0, 1, 1, 0, 4096, -2, 0, -2, 0) + struct.pack("<109i", 0, *[-1] * 108)
    entries = _entry("Root Entry", 5, 1, -2, 0) + _entry("Workbook", 2, -1, 2, len(stream)) + bytes(256)
    return header + struct.pack("<128i", *table, *[-1] * (128 - len(table))) + entries + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBBiii", len(text) + 2, kind, 1, -1, -1, child)
    return head + bytes(36) + struct.pack("<iQ", start, size)
