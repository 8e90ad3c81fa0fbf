"""Finding: candidates from the database's index, each text by its best part, best text first."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import text
from sqlalchemy.orm import Session

from knowledge.models import passage as passage_model
from knowledge.models.passage import Part
from knowledge.search.index import terms_of
from knowledge.search.score import Found, best_part, part_score
from knowledge.search.wanted import Wanted, matter, wanted
from knowledge.text import tokens

CANDIDATES = 200

_SQLITE_CANDIDATES = text(
    "SELECT rowid FROM passage_fts WHERE passage_fts MATCH :query"
    " ORDER BY bm25(passage_fts, 3.0, 1.0), rowid LIMIT :most"
)
_POSTGRES_CANDIDATES = text(
    "SELECT id FROM passage, to_tsquery('simple', :query) AS wanted WHERE tokens @@ wanted"
    " ORDER BY ts_rank(tokens, wanted) DESC, id LIMIT :most"
)


def find(
    session: Session,
    question: str,
    named: Sequence[Sequence[str]] = (),
    kinds: Sequence[str] = (),
    limit: int = 10,
    asked: str | None = None,
) -> list[Found]:
    """Texts that answer the question, each by its best passage, best first.

    `named` are the things that the question is about, each by all of its names (脐橙, 柑橘): a text that is on one of
    them goes before others. `asked` is what the question asks besides, which the shares of Found are of; all of it
    unless given.
    """
    sought = wanted(session, question, named, matter(question) if asked is None else asked)
    by_text: dict[tuple[str, int], list[Part]] = defaultdict(list)
    for passage in _candidates(session, sought):
        if not kinds or passage.kind in kinds:
            by_text[passage.kind, passage.row_id].append(passage)
    found = [best_part(sorted(parts, key=lambda part: part.position), sought) for parts in by_text.values()]
    return sorted(found, key=lambda hit: (-hit.score, hit.passage.kind, hit.passage.title))[:limit]


def parts(session: Session, question: str, kind: str, row_id: int) -> list[Found]:
    """All passages of one row in its own order, each scored by its heading and text alone."""
    return _scored(wanted(session, question, (), ""), passage_model.of(session, kind, row_id))


def scored(session: Session, question: str, passages: Sequence[Part]) -> list[Found]:
    """The passages of one text, which need not be in the index, scored as they will be once it is published."""
    changed = Counter(term for passage in passages for term in terms_of(passage))
    if passages:
        before = passage_model.of(session, passages[0].kind, passages[0].row_id)
        changed.subtract(term for passage in before for term in terms_of(passage))
    return _scored(wanted(session, question, (), "", changed), passages)


def _scored(sought: Wanted, passages: Sequence[Part]) -> list[Found]:
    shared = set(tokens(passages[0].title)) if passages else set()
    own = replace(sought, tokens={token: weight for token, weight in sought.tokens.items() if token not in shared})
    return [Found(passage, part_score(passage, own)) for passage in passages]


def _candidates(session: Session, sought: Wanted) -> Sequence[Part]:
    """The passages that hold a word which tells much, and where these are few, those of several that tell less."""
    ids = list(_holding(session, sought.rarest, every=False))
    if len(ids) < CANDIDATES:
        ids += _holding(session, sought.common, every=True)
    return passage_model.with_ids(session, list(dict.fromkeys(ids))) if ids else []


def _holding(session: Session, terms: Sequence[str], *, every: bool) -> Sequence[int]:
    if not terms:
        return []
    if session.get_bind().dialect.name == "sqlite":
        query, statement = (" AND " if every else " OR ").join(f'"{term}"' for term in terms), _SQLITE_CANDIDATES
    else:
        query, statement = (" & " if every else " | ").join(f"'{term}'" for term in terms), _POSTGRES_CANDIDATES
    return session.scalars(statement, {"query": query, "most": CANDIDATES}).all()
