"""A spreadsheet or CSV file at an address, its columns named by a header that must be as it was written down."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from knowledge.pages import Ask, Page
from knowledge.sources import values
from knowledge.sources.base import LayoutChanged, Reading, Row
from knowledge.sources.configured import Configured
from knowledge.sources.workbook import table

# A title, a unit and a blank line may stand above the header.
_DEEPEST_HEADER = 10
_NUMBER = re.compile(r"\d{1,6}(\.\d{1,4})?", re.ASCII)
_UNPRICED = values.NO_PRICE | {"/"}


class Sheet(Configured):
    """Each row under the header is a row; one without a price is counted."""

    def asks(self, first: date, last: date) -> Sequence[Ask]:
        """The file, or that of each day where its address names the day."""
        days = [first + timedelta(number) for number in range((last - first).days + 1)]
        return [Ask(address, part="sheet") for address in dict.fromkeys(self._of_day(day) for day in days)]

    def read(self, page: Page, first: date, last: date) -> Reading:
        """The rows of the asked days."""
        rows, unpriced = [], 0
        for number, cells in self._under_header(table(page.body, self.setup.sheet)):
            if self.kind == "prices" and cells["average"] in _UNPRICED:
                unpriced += 1
                continue
            row = self._checked(number, cells)
            rows += [row] if self.within(row, first, last) else []
        return Reading(rows, unpriced=unpriced)

    def _of_day(self, day: date) -> str:
        address = self.address
        for word, text in (("{yyyy}", f"{day:%Y}"), ("{mm}", f"{day:%m}"), ("{dd}", f"{day:%d}")):
            address = address.replace(word, text)
        return address

    def _under_header(self, rows: list[list[str]]) -> list[tuple[int, Row]]:
        """Line number and cells by our columns, of every row that has more than a note in it."""
        wanted = self.setup.columns
        for place, row in enumerate(rows[:_DEEPEST_HEADER]):
            header = _trimmed(row)
            if len(set(header)) == len(header) and set(header) == set(wanted):
                return [
                    (number, self._named(number, header, row))
                    for number, row in enumerate(rows[place + 1 :], place + 2)
                    if sum(map(bool, row)) > 1
                ]
        raise LayoutChanged(f"前 {_DEEPEST_HEADER} 行里没有这样的表头：{'、'.join(wanted)}")

    def _named(self, number: int, header: list[str], row: list[str]) -> Row:
        cells = _trimmed(row)
        if len(cells) > len(header):
            raise LayoutChanged(f"第 {number} 行比表头多 {len(cells) - len(header)} 格")
        cells += [""] * (len(header) - len(cells))
        names = (self.setup.columns[text] for text in header)
        return {name: cell for name, cell in zip(names, cells, strict=True) if name}

    def _checked(self, number: int, cells: Row) -> Row:
        row = self.row(cells)
        if self.lacks(row):
            raise LayoutChanged(f"第 {number} 行有空着或看不懂的格：{'、'.join(self.lacks(row))}")
        for column in ("low", "average", "high") if self.kind == "prices" else ():
            if row[column] and not _NUMBER.fullmatch(row[column]):
                raise LayoutChanged(f"第 {number} 行的价格「{row[column]}」不是数字")
        return row


def _trimmed(row: list[str]) -> list[str]:
    """The row up to its last cell that is not empty."""
    width = max((place for place, cell in enumerate(row, 1) if cell), default=0)
    return row[:width]
