"""Regions: the tree of administrative divisions, by statistical division code."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import Base


class Region(Base):
    """A division; `code` has 12 digits, shorter ones padded with 0.

    Source: 国家统计局 统计用区划代码, as published by modood/Administrative-divisions-of-China.
    """

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)


def significant(code: str) -> str:
    """The digits of a 12-digit code that name its division: 43, 4307, 430725, 430725105 or all of it."""
    for length in (2, 4, 6, 9):
        if not code[length:].strip("0"):
            return code[:length]
    return code


def within(code: str, area: str) -> bool:
    """Whether division `code` lies in `area` (or is it)."""
    return code.startswith(significant(area))


def distance(code: str, other: str) -> int:
    """How far two divisions lie apart in the tree: 0 same township, 1 county, 2 city, 3 province, 4 beyond."""
    for steps, length in enumerate((9, 6, 4, 2)):
        if code[:length] == other[:length]:
            return steps
    return 4
