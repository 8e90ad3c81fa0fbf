"""The console's pages, found by walking this folder."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType

import web.console


@cache
def all_pages() -> tuple[ModuleType, ...]:
    """Every module here that adds routes by `add_to(routes)`."""
    found = (importlib.import_module(f"web.console.{each.name}") for each in pkgutil.iter_modules(web.console.__path__))
    return tuple(module for module in found if hasattr(module, "add_to"))
