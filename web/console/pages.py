"""The console's pages, found by walking this folder."""

from types import ModuleType

import web.console
from web import walked


def all_pages() -> tuple[ModuleType, ...]:
    """Every module here that adds routes by `add_to(routes)`."""
    return walked.pages(web.console)
