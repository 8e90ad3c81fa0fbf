"""The tables, one file per type; importing the package knows them all."""

import importlib
import pkgutil


def load_all() -> None:
    """Imports every model so that the metadata is complete."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
