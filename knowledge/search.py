"""Search: candidates from the database's index, ranked by our own score so that both databases agree."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from knowledge.models import passage as passage_model
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.passage import Passage, SearchTerm
from knowledge.text import name_token, tokens

CANDIDATES = 200
RAREST = 14
_SUBJECT_WEIGHT, _NAME_WEIGHT, _SATURATION = 2.0, 6.0, 1.2

_SQLITE_CANDIDATES = text(
    "SELECT rowid FROM passage_fts WHERE passage_fts MATCH :query ORDER BY bm25(passage_fts, 3.0, 1.0) LIMIT :most"
)
_POSTGRES_CANDIDATES = text(
    "SELECT id FROM passage, to_tsquery('simple', :query) AS wanted WHERE tokens @@ wanted"
    " ORDER BY ts_rank(tokens, wanted) DESC LIMIT :most"
)


@dataclass(frozen=True)
class Section:
    """A part of a text under its own heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class Found:
    """A passage and how well it fits.

    `coverage` is the share of the question's weight that it holds, `headed` the share that its title, heading and
    names hold, both 0 to 1.
    """

    passage: Passage
    score: float
    coverage: float
    headed: float


def index(
    session: Session, kind: str, row_id: int, title: str, names: Iterable[str], sections: Sequence[Section]
) -> None:
    """Replaces what is findable of one row; part of the caller's transaction."""
    remove(session, kind, row_id)
    subject = [*tokens(title), *(name_token(name) for name in names)]
    for position, section in enumerate(sections):
        subject_tokens = [*subject, *tokens(section.heading)]
        body_tokens = tokens(section.text)
        session.add(
            Passage(
                account_id=DEFAULT_ACCOUNT,
                kind=kind,
                row_id=row_id,
                position=position,
                title=title,
                heading=section.heading,
                text=section.text,
                subject_tokens=" ".join(subject_tokens),
                body_tokens=" ".join(body_tokens),
            )
        )
        _count(session, {*subject_tokens, *body_tokens}, 1)
    session.flush()


def remove(session: Session, kind: str, row_id: int) -> None:
    """Takes a row out of the index; part of the caller's transaction."""
    here = select(Passage).where(Passage.kind == kind, Passage.row_id == row_id)
    for passage in session.scalars(here).all():
        _count(session, {*passage.subject_tokens.split(), *passage.body_tokens.split()}, -1)
    session.execute(delete(Passage).where(Passage.kind == kind, Passage.row_id == row_id))


def find(
    session: Session, question: str, names: Sequence[str] = (), kinds: Sequence[str] = (), limit: int = 10
) -> list[Found]:
    """Passages that answer the question, best first, one per title.

    `names` are the commodities and problems that the question is about: they weigh more than its other words.
    """
    wanted = Counter(tokens(question))
    name_tokens = {name_token(name) for name in names}
    rarity = _rarity(session, [*wanted, *name_tokens])
    if not rarity:
        return []
    rarest = sorted(rarity, key=lambda token: (-rarity[token], token))[:RAREST]
    best: dict[tuple[str, int], Found] = {}
    for passage in _candidates(session, rarest):
        if kinds and passage.kind not in kinds:
            continue
        found = _scored(passage, wanted, name_tokens, rarity)
        held = best.get((passage.kind, passage.row_id))
        if held is None or found.score > held.score:
            best[passage.kind, passage.row_id] = found
    return sorted(best.values(), key=lambda found: (-found.score, found.passage.id))[:limit]


def parts(session: Session, question: str, kind: str, row_id: int) -> list[Found]:
    """All passages of one row in its own order, each scored by its heading and text alone."""
    wanted = Counter(tokens(question))
    rarity = _rarity(session, list(wanted))
    passages = passage_model.of(session, kind, row_id)
    shared = set(tokens(passages[0].title)) if passages else set()
    own = Counter({token: count for token, count in wanted.items() if token not in shared})
    return [_scored(passage, own, set(), rarity) for passage in passages]


def _candidates(session: Session, terms: list[str]) -> Sequence[Passage]:
    if session.get_bind().dialect.name == "sqlite":
        query, statement = " OR ".join(f'"{term}"' for term in terms), _SQLITE_CANDIDATES
    else:
        query, statement = " | ".join(f"'{term}'" for term in terms), _POSTGRES_CANDIDATES
    ids = session.scalars(statement, {"query": query, "most": CANDIDATES}).all()
    return session.scalars(select(Passage).where(Passage.id.in_(ids))).all() if ids else []


def _scored(passage: Passage, wanted: Counter[str], name_tokens: set[str], rarity: dict[str, float]) -> Found:
    subject = Counter(passage.subject_tokens.split())
    body = Counter(passage.body_tokens.split())
    length = 1 + len(passage.body_tokens) / 600
    score = covered = headed = whole = 0.0
    for token in wanted:
        weight = rarity.get(token, math.log(2))
        whole += weight
        in_subject, in_body = subject[token], body[token]
        if in_subject or in_body:
            covered += weight
            headed += weight * (in_subject > 0)
            score += weight * (_SUBJECT_WEIGHT * (in_subject > 0) + in_body / (in_body + _SATURATION * length))
    for token in name_tokens:
        weight = rarity.get(token, math.log(2))
        if subject[token]:
            score += _NAME_WEIGHT * weight
    return Found(passage, score, covered / whole if whole else 0.0, headed / whole if whole else 0.0)


def _rarity(session: Session, terms: list[str]) -> dict[str, float]:
    """How much each known term tells, by the share of passages that it stands in."""
    counts = session.execute(
        select(SearchTerm.term, SearchTerm.passages).where(SearchTerm.term.in_([*terms, ""]), SearchTerm.passages > 0)
    ).all()
    known: dict[str, int] = {row.term: row.passages for row in counts}
    total = known.pop("", 0)
    return {term: math.log(1 + total / passages) for term, passages in known.items()}


def _count(session: Session, terms: set[str], by: int) -> None:
    """Adds `by` to the passage count of each term and of "" (all passages), in one order to avoid deadlocks."""
    for term in sorted({*terms, ""}):
        changed = session.execute(
            update(SearchTerm)
            .where(SearchTerm.term == term)
            .values(passages=SearchTerm.passages + by)
            .execution_options(synchronize_session=False)
        )
        if changed.rowcount == 0:  # type: ignore[attr-defined]
            session.add(SearchTerm(term=term, passages=by))
            session.flush()
