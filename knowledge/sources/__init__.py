"""Other sites that prices, jobs, notices and articles come from, one file each: it reads a page, and no more."""

import inspect
import pkgutil
from collections.abc import Iterable
from importlib import import_module

from knowledge.sources.base import Source


def all_sources() -> dict[str, type[Source]]:
    """Every source by its name, found by walking this folder; raises ValueError where two bear one name.

    A kind without a name of its own (a feed at any address) gets one where it is made, and is none of them.
    """
    modules = (import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    return by_name(
        kind
        for module in modules
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Source) and kind.__module__ == module.__name__ and hasattr(kind, "name")
    )


def by_name(kinds: Iterable[type[Source]]) -> dict[str, type[Source]]:
    """The sources by their names; raises ValueError where two bear one."""
    found: dict[str, type[Source]] = {}
    for kind in kinds:
        if kind.name in found:
            raise ValueError(f"two sources are named {kind.name}: {found[kind.name].__module__}, {kind.__module__}")
        found[kind.name] = kind
    return dict(sorted(found.items()))
