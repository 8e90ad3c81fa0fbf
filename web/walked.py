"""Pages that are found by walking their folder, so that a new one is written in one place."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def pages(package: ModuleType) -> tuple[ModuleType, ...]:
    """Every module of the package that adds routes by `add_to(routes)`, by name."""
    found = (
        importlib.import_module(f"{package.__name__}.{each.name}") for each in pkgutil.iter_modules(package.__path__)
    )
    return tuple(module for module in found if hasattr(module, "add_to"))
