"""Changes of a web page: columns, headers, class names, cells with more or less in them."""

import re
from collections.abc import Callable, Iterator
from itertools import combinations

from bs4 import BeautifulSoup, Tag

from tests.sources.mutations_lines import line_mutations

Change = Callable[[list[Tag]], None]
_WIDEST = 8
_COLUMNS = (("单位", "斤"), ("最低价", "1"))
_HEADS = ("品名", "产地", "最高价", "涨跌", "上市", "成交量")


def html_mutations(text: str) -> Iterator[tuple[str, str]]:
    """Named changes of a page; its columns are the cells of the rows and list items that are alike."""
    for token in sorted({name for names in re.findall(r'class="([^"]+)"', text) for name in names.split()}):
        yield (
            f"class {token} renamed",
            re.sub(rf'(class="[^"]*)(?<![\w-]){re.escape(token)}(?![\w-])', r"\1x-new", text),
        )
    yield "no class names", re.sub(r'\sclass="[^"]*"', "", text)
    yield "no title", re.sub(r"<title>.*?</title>", "", text, flags=re.DOTALL)
    yield "captcha in the title", re.sub(r"<title>.*?</title>", "<title>请验证</title>", text, flags=re.DOTALL)
    yield "all in a comment", re.sub(r"(?<=<body>)(.*)(?=</body>)", r"<!--\1-->", text, flags=re.DOTALL)
    for tag, other in (("span", "em"), ("li", "dd"), ("td", "th"), ("tr", "div"), ("table", "section"), ("ul", "ol")):
        yield f"{tag} is now {other}", re.sub(rf"(</?){tag}\b", rf"\1{other}", text)
    yield from line_mutations(text)
    yield from _of_header(text)
    widths = sorted({len(cells) for cells in _rows(BeautifulSoup(text, "lxml"))})
    for width in widths:
        for rows, belongs in _groups(width):
            for name, change in _of_rows(width):
                yield f"{name} {rows}", _changed(text, belongs, change)


def _of_header(text: str) -> Iterator[tuple[str, str]]:
    """A table's header that means something else or is not there, further columns under their names, no rows."""
    widest = max(map(len, _rows(BeautifulSoup(text, "lxml"))), default=0)
    for number in range(min(widest, _WIDEST)):
        for head in _HEADS:
            yield f"head {number} is now {head}", _renamed(text, number, head)
    for head, cell in _COLUMNS:
        yield f"a first column {head}", _with_column(text, 0, head, cell)
        yield f"a last column {head}", _with_column(text, -1, head, cell)
    yield "no header", _changed(text, _is_header, _drop)
    yield "no rows", _changed(text, lambda cells: not _is_header(cells), _drop)
    yield "empty table", _changed(text, bool, _drop)
    yield "no table", re.sub(r"<table.*</table>", "", text, flags=re.DOTALL)


def _renamed(text: str, number: int, head: str) -> str:
    return _changed(text, lambda c: _is_header(c) and number < len(c), lambda c: _write(c[number], head))


def _with_column(text: str, place: int, head: str, cell: str) -> str:
    def add(cells: list[Tag]) -> None:
        _insert(cells[place], head if _is_header(cells) else cell, before=place == 0)

    return _changed(text, bool, add)


def _groups(width: int) -> Iterator[tuple[str, Callable[[list[Tag]], bool]]]:
    """The rows that are changed together: those of one width, all that have as many cells, all but the header."""
    yield f"of {width}", lambda cells: len(cells) == width
    yield f"of {width} and more", lambda cells: len(cells) >= width
    yield f"of {width} below the header", lambda cells: len(cells) == width and not _is_header(cells)


def _of_rows(width: int) -> Iterator[tuple[str, Change]]:
    for one, other in combinations(range(min(width, _WIDEST)), 2):
        yield f"contents {one} <-> {other}", lambda cells, a=one, b=other: _swap_contents(cells[a], cells[b])
        yield f"cells {one} <-> {other}", lambda cells, a=one, b=other: _swap_cells(cells[a], cells[b])
    for number in range(min(width, _WIDEST)):
        yield f"cell {number} lost", lambda cells, n=number: cells[n].decompose()
        yield f"cell {number} empty", lambda cells, n=number: cells[n].clear()
        yield f"cell {number} twice", lambda cells, n=number: _insert(cells[n], cells[n].get_text())
        yield f"a unit after cell {number}", lambda cells, n=number: _insert(cells[n], "元/吨")
        yield f"cell {number} with a unit", lambda cells, n=number: _write(cells[n], cells[n].get_text() + "元/吨")
        yield f"cell {number} in brackets", lambda cells, n=number: _write(cells[n], cells[n].get_text() + "（个）")
        yield f"cell {number} a dash", lambda cells, n=number: _write(cells[n], "-")
        yield f"cell {number} a number", lambda cells, n=number: _write(cells[n], "99.5")


def _rows(tree: BeautifulSoup) -> list[list[Tag]]:
    """The cells of every row or list item that has several."""
    found = [row.find_all(["td", "th"]) or row.find_all("span") for row in tree.find_all(["tr", "li"])]
    return [[cell for cell in cells if isinstance(cell, Tag)] for cells in found if len(cells) > 1]


def _changed(text: str, belongs: Callable[[list[Tag]], bool], change: Change) -> str:
    tree = BeautifulSoup(text, "lxml")
    for cells in _rows(tree):
        if belongs(cells):
            change(cells)
    return str(tree)


def _swap_contents(one: Tag, other: Tag) -> None:
    kept = one.get_text(), other.get_text()
    _write(one, kept[1])
    _write(other, kept[0])


def _swap_cells(one: Tag, other: Tag) -> None:
    place = BeautifulSoup("", "lxml").new_tag("i")
    one.replace_with(place)
    other.replace_with(one)
    place.replace_with(other)


def _insert(cell: Tag, text: str, *, before: bool = False) -> None:
    added = BeautifulSoup("", "lxml").new_tag(cell.name)
    added.string = text
    (cell.insert_before if before else cell.insert_after)(added)


def _is_header(cells: list[Tag]) -> bool:
    return cells[0].name == "th"


def _drop(cells: list[Tag]) -> None:
    for cell in cells:
        cell.decompose()


def _write(cell: Tag, text: str) -> None:
    cell.string = text
