"""The pages that last, in parts: commodities, articles and notices, and nothing of single people."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge import catalogue
from knowledge.models.article import Article
from knowledge.models.notice import Notice
from knowledge.reading import PUBLISHED

A_PART = 1000
TABLES: dict[str, Any] = {"a": Article, "n": Notice}


def parts(session: Session) -> list[tuple[str, int]]:
    """Every part as its kind (c, a, n) and where it begins: a place in the list, or a row's number."""
    found = [("c", first) for first in range(0, len(catalogue.current(session).commodities), A_PART)]
    for kind, table in TABLES.items():
        last = session.scalar(select(func.max(table.id))) or 0
        found += [(kind, first) for first in range(1, last + 1, A_PART)]
    return found


def numbers(session: Session, kind: str, first: int) -> Sequence[int]:
    """The numbers of what is published in one part."""
    table = TABLES[kind]
    here = table.id.between(first, first + A_PART - 1)
    return session.scalars(select(table.id).where(here, table.status == PUBLISHED).order_by(table.id)).all()
