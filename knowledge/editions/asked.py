"""What farmers would be shown: the articles for a question, ranked, and what each owes its place to."""

from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from knowledge import search
from knowledge.catalogue import Catalogue
from knowledge.editions.fields import ARTICLE
from knowledge.models import article
from knowledge.search import Found
from knowledge.text import normalise

MOST = 12


class Ranked(NamedTuple):
    """One article's place: `found` has the score, `why` its parts in words with their figures, largest first."""

    place: int
    found: Found
    why: list[tuple[str, float]]


def ranked(session: Session, question: str, names: Catalogue, today: date) -> list[Ranked]:
    """The articles that a question finds, best first, each with the parts of its score."""
    plain = normalise(question).text
    named = sorted((name for name in names.commodity_ids if name in plain), key=len, reverse=True)
    groups: list[list[str]] = []
    for name in named:
        if name in plain and (commodity := names.commodity(name)):
            groups.append(names.family(commodity))
            plain = plain.replace(name, search.GAP)
    groups += [[meant] for name, meant in names.problems.items() if name in normalise(question).text]
    found = search.find(session, question, groups, kinds=(ARTICLE,), limit=MOST, asked=search.matter(plain))
    over = article.ended(session, [hit.passage.row_id for hit in found], today)
    answering = (hit for hit in found if hit.passage.row_id not in over)
    return [Ranked(place, hit, _why(hit)) for place, hit in enumerate(answering, 1)]


def _why(hit: Found) -> list[tuple[str, float]]:
    return sorted(((name, part) for name, part in hit.why.items() if part > 0), key=lambda each: -each[1])
