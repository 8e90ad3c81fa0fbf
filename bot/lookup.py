"""Search as staff and other programs see it: every kind of text, in the order of its fitness."""

from datetime import date

from bot.nlu.understand import Understands, spans_of
from knowledge import catalogue, search
from knowledge.catalogue import Catalogue
from knowledge.db import Store
from knowledge.text import normalise


def found(store: Store, read: Understands, query: str, kind: str | None, limit: int, today: date) -> list[search.Found]:
    """What fits a query as it was meant, best first; crops and problems that it names weigh as in an answer."""
    with store.reading() as session:
        names = catalogue.current(session)
        meant = read.understand(query, names, today).heard
        named = subjects(meant, names, today)
        return search.find(session, meant, named, kinds=(kind,) if kind else (), limit=limit)


def subjects(query: str, names: Catalogue, today: date) -> list[list[str]]:
    """The crops, each with the wider names above it, and the problems that a query names."""
    wanted: list[list[str]] = []
    for span in spans_of(normalise(query).text, names, today):
        if span.entity == "problem":
            wanted.append([span.value])
        named = names.commodity(span.value) if span.entity == "commodity" else None
        for commodity in (named, names.grown(named)) if named else ():
            wanted += [names.family(commodity)] if commodity else []
    return [list(group) for group in dict.fromkeys(map(tuple, wanted))]
