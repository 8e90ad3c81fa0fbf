"""Other sites that prices, jobs, notices and articles come from, one file each: it reads a page, and no more."""

import inspect
import pkgutil
from collections.abc import Iterable
from importlib import import_module

from knowledge.sources.base import Source

# They run in processes of their own, whose libraries no other one needs.
_PROGRAMS = {"cells"}


def all_sources() -> dict[str, type[Source]]:
    """Every source by its name, found by walking this folder; raises ValueError where two bear one name.

    A kind that is named where it is made (a feed at any address) is none of them.
    """
    files = (module.name for module in pkgutil.iter_modules(__path__) if module.name not in _PROGRAMS)
    modules = (import_module(f"{__name__}.{file}") for file in files)
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
