"""Texts on one thing: those that stand in the index under its name."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from knowledge.text import name_token

_SQLITE = text(
    "SELECT row_id FROM passage_fts JOIN passage ON passage.id = passage_fts.rowid"
    " WHERE passage_fts MATCH :query AND kind = :kind AND position = 0 ORDER BY passage_fts.rowid DESC LIMIT :most"
)
_POSTGRES = text(
    "SELECT row_id FROM passage WHERE tokens @@ to_tsquery('simple', :query) AND kind = :kind AND position = 0"
    " ORDER BY id DESC LIMIT :most"
)


def texts_on(session: Session, kind: str, name: str, most: int) -> list[int]:
    """The rows of a kind whose text is on the crop or problem of this name, the newest in the index first."""
    token = name_token(name)
    if session.get_bind().dialect.name == "sqlite":
        query, statement = f'subject_tokens : "{token}"', _SQLITE
    else:
        query, statement = f"'{token}':A", _POSTGRES
    return list(session.scalars(statement, {"query": query, "kind": kind, "most": most}))
