"""The source that a setup describes."""

from collections.abc import Callable

from knowledge.sources.base import Source
from knowledge.sources.feed import Feed
from knowledge.sources.listing import Listing
from knowledge.sources.setup import Setup
from knowledge.sources.sheet import Sheet

_FORMS: dict[str, Callable[[Setup, str], Source]] = {"listing": Listing, "feed": Feed, "sheet": Sheet}


def source_of(setup: Setup, base: str = "") -> Source:
    """The source, asking at `base` instead of the site where one is given."""
    return _FORMS[setup.form](setup, base)
