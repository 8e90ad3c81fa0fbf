"""What is there already: the same piece, and texts so much alike that one of them may be superfluous."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import search
from knowledge.editions import fields as fields_of
from knowledge.editions.fields import KIND_NAMES, TABLES, Fields, Unfit
from knowledge.models.base import DEFAULT_ACCOUNT, Account
from knowledge.text import normalise

# A text's runs of so many characters; texts that share more than this part of theirs are alike.
_RUN, ALIKE = 4, 0.5
_MOST_LOOKED_AT, _OPENING = 12, 200


class Near(NamedTuple):
    """A piece that is like the one written; `share` is the part, 0 to 1, of their runs that both have."""

    row_id: int
    title: str
    same_title: bool
    share: float


def near(session: Session, kind: str, fields: Fields, row_id: int | None) -> list[Near]:
    """The pieces that have the title (whatever its signs and spaces) or nearly the text, most alike first."""
    table = TABLES[kind]
    hits = (search.find(session, asked, kinds=(kind,), limit=_MOST_LOOKED_AT) for asked in _asked(fields))
    numbers = {hit.passage.row_id for found in hits for hit in found} - {row_id}
    numbers |= set(session.scalars(select(table.id).where(table.title == fields["title"], table.id != (row_id or 0))))
    rows = session.execute(select(table.id, table.title, table.body).where(table.id.in_(numbers)))
    title, runs = _plain(fields["title"]), _runs(fields["body"])
    found = [Near(number, said, _plain(said) == title, _share(runs, _runs(body))) for number, said, body in rows]
    alike = (each for each in found if each.same_title or each.share >= ALIKE)
    return sorted(alike, key=lambda each: (-each.same_title, -each.share, each.row_id))


def refuse_same(session: Session, kind: str, fields: Fields, row_id: int | None) -> None:
    """Raises Unfit where another piece has the place.

    One source has one article of a title, one publisher one notice of a title and day.
    """
    # Of two that come at once the second waits, and then sees the first.
    session.execute(select(Account.id).where(Account.id == DEFAULT_ACCOUNT).with_for_update(key_share=True))
    table, columns = TABLES[kind], fields_of.columns(kind, fields)
    names = ("source", "title") if kind == fields_of.ARTICLE else ("publisher", "title", "date")
    same = select(table.id).filter_by(**{name: columns[name] for name in names}).where(table.id != (row_id or 0))
    if session.scalar(same) is not None:
        told = "来源" if kind == fields_of.ARTICLE else "发布单位和日期"
        raise Unfit("title", f"已经有标题和{told}都一样的{KIND_NAMES[kind]}了，请改那一篇，或换个标题。")


def _asked(fields: Fields) -> Iterable[str]:
    yield fields["title"]
    yield fields["body"][:_OPENING]


def _plain(title: str) -> str:
    return "".join(character for character in normalise(title).text if character.isalnum())


def _runs(text: str) -> set[str]:
    plain = _plain(text)
    return {plain[place : place + _RUN] for place in range(max(1, len(plain) - _RUN + 1))}


def _share(runs: set[str], others: set[str]) -> float:
    return len(runs & others) / len(runs | others)
