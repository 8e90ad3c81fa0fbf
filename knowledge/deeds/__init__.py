"""What a message causes besides its reply: a post, a report, a price alert. One file per kind, found by walking."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Deed:
    """One thing to write; `fields` say what, by name."""

    kind: str
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def stops_pushes(self) -> bool:
        """Whether it says that something is not to be sent any more."""
        return self.kind == "ending"

    def said(self, name: str) -> str:
        """A field's words; empty where it has none."""
        return dict(self.fields).get(name, "")

    @staticmethod
    def of(kind: str, fields: Mapping[str, str]) -> "Deed":
        """The deed of these fields, without the empty ones."""
        return Deed(kind, tuple((name, words) for name, words in fields.items() if words))

    @staticmethod
    def from_json(kept: Mapping[str, Any]) -> "Deed":
        """The deed that was written as JSON."""
        return Deed(kept["kind"], tuple((name, words) for name, words in kept["fields"]))


@dataclass(frozen=True)
class Doer:
    """The message that causes a deed, who sent it, and when."""

    inbound_id: int
    person_id: int | None
    now: datetime


Do = Callable[[Session, Doer, Deed], None]


def do(session: Session, wanted: Sequence[Deed], doer: Doer) -> None:
    """Does all of it as part of the caller's transaction; raises KeyError for a kind that nobody knows."""
    for deed in wanted:
        _known()[deed.kind](session, doer, deed)
        session.flush()


@cache
def _known() -> dict[str, Do]:
    """A kind is a module here with `do(session, doer, deed)`."""
    names = [module.name for module in iter_modules(__path__)]
    return {name: import_module(f"{__name__}.{name}").do for name in names}
