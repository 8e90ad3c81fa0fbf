"""What the sources that staff set up have in common: rows out of what was found, defaults and common rules."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import urlsplit

from knowledge.sources.base import Row, Source
from knowledge.sources.setup import COLUMNS, DAY, ESSENTIAL, Setup

_DAY = re.compile(r"(?<!\d)(20\d{2})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
_DAYS = {"date", "posted", "expires", "valid_from", "valid_to"}
_WAGE = re.compile(r"(\d{1,6})(?: ?[-~～—至到] ?(\d{1,6}))? ?元? ?[/每一] ?(天|日|月|小时|件|斤|亩|年)")


class Configured(Source):
    """A source that does what a setup says."""

    def __init__(self, setup: Setup, base: str = "") -> None:
        self.setup = setup
        self.name, self.title, self.kind = setup.name, setup.title, setup.kind
        self.is_trusted = setup.publish
        parts = urlsplit(setup.address)
        self.home = f"{parts.scheme}://{parts.netloc}"
        super().__init__(base)

    @property
    def address(self) -> str:
        """Where reading begins, on the stand-in where there is one."""
        return self.base + self.setup.address[len(self.home) :]

    def row(self, found: Mapping[str, str]) -> Row:
        """What was found in the columns of the kind, with defaults, and days as 2026-11-24."""
        said = {name: value for name, value in {**_wage(found.get("wage", "")), **found}.items() if value}
        own = {"publisher": self.title, "source": self.title, **self.setup.defaults}
        row = {column: said.get(column, own.get(column, "")) for column in COLUMNS[self.kind]}
        for column in _DAYS & row.keys():
            day = day_in(row[column])
            row[column] = day.isoformat() if day else ""
        if self.kind == "jobs" and row["posted"] and not row["expires"]:
            row["expires"] = (date.fromisoformat(row["posted"]) + timedelta(self.setup.days_valid)).isoformat()
        return row

    def lacks(self, row: Row) -> list[str]:
        """The empty columns that no row may go without."""
        return [column for column in ESSENTIAL[self.kind] if not row[column]]

    def within(self, row: Row, first: date, last: date) -> bool:
        """Whether the row is of one of these days."""
        return first.isoformat() <= row[DAY[self.kind]] <= last.isoformat()


def day_in(text: str) -> date | None:
    """The first day that the text names with its year; None where there is none, or no such day."""
    found = _DAY.search(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _wage(text: str) -> Row:
    """「150-200元/天」 in its columns; nothing for 面议 and whatever else is no such figure."""
    found = _WAGE.fullmatch(text.strip())
    if not found:
        return {}
    unit = "天" if found[3] == "日" else found[3]
    return {"wage_low": found[1], "wage_high": found[2] or found[1], "wage_unit": f"元/{unit}"}
