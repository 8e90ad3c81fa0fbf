"""What every source offers: which pages to ask for, and what stands on one."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.pages import Ask, Page

Row = dict[str, str]


class LayoutChanged(Exception):
    """The page is not laid out as it was when the source was written: nothing on it may be believed.

    The message says in a few Chinese words what is wrong, for staff.
    """


class Blocked(LayoutChanged):
    """The site shows a captcha or a login instead of the page."""


@dataclass(frozen=True)
class Reading:
    """What one page says.

    `rows` have the columns of the import format of the source's kind, every value as text and every price as the
    site writes it; `asks` are further pages to fetch; `unpriced` counts rows that honestly name no price (面议);
    `total` is how many rows the site says there are over all pages, None where it does not.
    """

    rows: Sequence[Row] = ()
    asks: Sequence[Ask] = ()
    unpriced: int = 0
    total: int | None = None


class Source(ABC):
    """One site. `name` is its word on the command line, `title` how farmers read it, `kind` one of the imports'.

    `home` is the address that its requests begin with, which a stand-in replaces as `base`.
    """

    name: str
    title: str
    kind: str = "prices"
    # Whether its markets are the source's own making (asking prices of a place), so that new ones are no slip.
    own_markets: bool = False
    # Whether what it brings may reach farmers without anybody having looked at it first.
    is_trusted: bool = True
    home: str

    def __init__(self, base: str = "") -> None:
        self.base = base.rstrip("/") or self.home

    @abstractmethod
    def asks(self, first: date, last: date) -> Sequence[Ask]:
        """The first pages to fetch for these days, both included."""

    @abstractmethod
    def read(self, page: Page, first: date, last: date) -> Reading:
        """What stands on the page; raises LayoutChanged when it is not what was asked for."""
