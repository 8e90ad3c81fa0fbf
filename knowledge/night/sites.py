"""Which sources there are: those of the product and those that staff set up."""

from collections.abc import Callable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.models.source import SourceSetup
from knowledge.sources import all_sources
from knowledge.sources.base import Source
from knowledge.sources.forms import source_of
from knowledge.sources.setup import Setup, WrongSetup, from_json

Maker = Callable[[str], Source]


class UnknownSource(ValueError):
    """No source has this name; the message lists those that there are."""


def makers(session: Session) -> dict[str, Maker]:
    """How to make each source, by name; what is made asks at a base address, the site's own where that is empty."""
    found: dict[str, Maker] = dict(all_sources())
    for row in session.scalars(select(SourceSetup).order_by(SourceSetup.name)):
        found[row.name] = _maker(from_json(row.setup))
    return found


def chosen(session: Session, names: Sequence[str], base: str = "") -> list[Source]:
    """The sources of these names, all where there are none; raises UnknownSource."""
    known = makers(session)
    for name in names:
        if name not in known:
            raise UnknownSource(f"没有来源「{name}」，有：{'、'.join(known)}")
    return [known[name](base) for name in names or known]


def _maker(setup: Setup) -> Maker:
    return lambda base: source_of(setup, base)


def add(store: Store, clock: Clock, text: str) -> Setup:
    """Keeps a setup, in the place of one of the same name; raises WrongSetup."""
    setup = from_json(text)
    if setup.name in all_sources():
        raise WrongSetup(f"name「{setup.name}」是系统自带的来源，请换一个")
    with store.writing(changes_answers=False) as session:
        row = session.scalars(select(SourceSetup).where(SourceSetup.name == setup.name)).first()
        row = row or SourceSetup(name=setup.name, added_at=clock.now())
        row.setup = text
        session.add(row)
    return setup


def remove(store: Store, name: str) -> bool:
    """Takes a setup away; what it brought stays. False where there is none."""
    with store.writing(changes_answers=False) as session:
        gone = session.execute(delete(SourceSetup).where(SourceSetup.name == name))
        return bool(gone.rowcount)  # type: ignore[attr-defined]
