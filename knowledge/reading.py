"""What there is to read: articles and notices, the newest first, page by page."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from knowledge import search
from knowledge.models.article import Article, answering
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.notice import Notice

A_PAGE = 30
# So many articles on one crop can be paged through.
MOST_ON_ONE = 2000
PUBLISHED = "published"


@dataclass(frozen=True)
class Page:
    """One page; `before` asks for the next, and is empty where there is none."""

    rows: Sequence[Any]
    before: str


def articles(session: Session, today: datetime.date, category: str, crop: str, before: str) -> Page:
    """Articles that answer, of a category and on a crop where these are given."""
    statement = _published(Article, category).where(answering(today))
    if crop:
        statement = statement.where(Article.id.in_(search.texts_on(session, "article", crop, MOST_ON_ONE)))
    return _page(session, Article, statement, before)


def notices(session: Session, category: str, before: str) -> Page:
    """Notices, also those whose last day has passed."""
    return _page(session, Notice, _published(Notice, category), before)


def article(session: Session, number: int) -> Article | None:
    """The article, if it is published, whether or not its last day has passed."""
    found: Article | None = _one(session, Article, number)
    return found


def notice(session: Session, number: int) -> Notice | None:
    """The notice, if it is published, whether or not its last day has passed."""
    found: Notice | None = _one(session, Notice, number)
    return found


def categories(session: Session, table: type[Article] | type[Notice], most: int = 20) -> list[str]:
    """The categories that there are: each costs one step in the index, however many rows it has."""
    found: list[str] = []
    while len(found) < most:
        statement = select(table.category).where(*_shown(table)).order_by(table.category).limit(1)
        name = session.scalar(statement.where(table.category > found[-1]) if found else statement)
        if name is None:
            break
        found.append(name)
    return [name for name in found if name]


def has_ended(row: Article | Notice, today: datetime.date) -> bool:
    """Whether its last day has passed."""
    return row.valid_to is not None and row.valid_to < today


def _shown(table: Any) -> tuple[Any, Any]:
    return table.account_id == DEFAULT_ACCOUNT, table.status == PUBLISHED


def _published(table: Any, category: str) -> Any:
    statement = select(table).where(*_shown(table))
    return statement.where(table.category == category) if category else statement


def _one(session: Session, table: Any, number: int) -> Any:
    return session.scalars(select(table).where(table.id == number, *_shown(table))).one_or_none()


def _page(session: Session, table: Any, statement: Any, before: str) -> Page:
    last = _read(before)
    if last:
        statement = statement.where(tuple_(table.date, table.id) < last)
    rows = session.scalars(statement.order_by(table.date.desc(), table.id.desc()).limit(A_PAGE + 1)).all()
    here = rows[:A_PAGE]
    return Page(here, f"{here[-1].date:%Y%m%d}.{here[-1].id}" if len(rows) > A_PAGE else "")


def _read(before: str) -> tuple[datetime.date, int] | None:
    """Day and number of the last row that was seen; None for what says neither."""
    day, _, number = before[:30].partition(".")
    try:
        return datetime.date.fromisoformat(day), min(int(number), 2**31 - 1)
    except ValueError:
        return None
