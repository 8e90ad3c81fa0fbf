"""What is findable: passages with their tokens, and in how many passages each token and character stands."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.passage import Part, Passage, SearchTerm
from knowledge.text import character_terms, name_token, tokens
from knowledge.upsert import insert_into

# The term under which all passages are counted.
ALL = ""


@dataclass(frozen=True)
class Section:
    """A part of a text under its own heading."""

    heading: str
    text: str


def index(
    session: Session, kind: str, row_id: int, title: str, names: Iterable[str], sections: Sequence[Section]
) -> None:
    """Replaces what is findable of one row; part of the caller's transaction."""
    remove(session, kind, row_id)
    subject = [*tokens(title), *(name_token(name) for name in names)]
    added = [
        Passage(
            account_id=DEFAULT_ACCOUNT,
            kind=kind,
            row_id=row_id,
            position=position,
            title=title,
            heading=section.heading,
            text=section.text,
            subject_tokens=" ".join([*subject, *tokens(section.heading)]),
            body_tokens=" ".join(tokens(section.text)),
        )
        for position, section in enumerate(sections)
    ]
    session.add_all(added)
    _count(session, added, 1)
    session.flush()


def remove(session: Session, kind: str, row_id: int) -> None:
    """Takes a row out of the index; part of the caller's transaction."""
    here = select(Passage).where(Passage.kind == kind, Passage.row_id == row_id)
    _count(session, session.scalars(here).all(), -1)
    session.execute(delete(Passage).where(Passage.kind == kind, Passage.row_id == row_id))


def terms_of(passage: Passage | Part) -> set[str]:
    """Every term that a passage is counted under."""
    return {
        ALL,
        *passage.subject_tokens.split(),
        *passage.body_tokens.split(),
        *character_terms(f"{passage.title} {passage.heading} {passage.text}"),
    }


def _count(session: Session, passages: Sequence[Passage], by: int) -> None:
    """Adds `by` to the counts of each passage's terms, in one order to avoid deadlocks."""
    counts: Counter[str] = Counter()
    for passage in passages:
        counts.update(terms_of(passage))
    if not counts:
        return
    counted = insert_into(session, SearchTerm)
    counted = counted.on_conflict_do_update(
        index_elements=[SearchTerm.term], set_={"passages": SearchTerm.passages + counted.excluded.passages}
    )
    session.connection().execute(counted, [{"term": term, "passages": by * counts[term]} for term in sorted(counts)])
