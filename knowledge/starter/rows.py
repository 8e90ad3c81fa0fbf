"""The starter's files of names, row by row."""

import csv
from pathlib import Path

FOLDER = Path(__file__).parent / "catalogue"


def path(name: str) -> Path:
    """Where a file of names stands."""
    return FOLDER / name


def of(name: str) -> list[dict[str, str]]:
    """The rows of a file by their columns."""
    with path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
