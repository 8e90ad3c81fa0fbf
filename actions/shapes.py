"""The shapes of a question and of its answer."""

from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from knowledge.catalogue import Catalogue, CommodityName, MarketName
from knowledge.deeds import Deed


@dataclass(frozen=True)
class Choice:
    """One line of a numbered list: choosing it asks `intent` with these entity values."""

    label: str
    intent: str
    entities: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Answer:
    """What a farmer reads, what it rests on, and what follows from it.

    `rest` is what 「更多」 brings; `rests_on` names rows as (table, id); `asks` is the entity that is missing;
    `is_open` keeps the message as an open question for staff; `place` is a division code to remember for the person.
    `waits_for` is the part that an unfinished form asks next: what is written then may belong to it, until an answer of
    the same intent waits for nothing. `deeds` are written together with the message; `picture` is the address on our
    pages of one to send after the text.
    """

    text: str
    rests_on: tuple[tuple[str, int], ...] = ()
    choices: tuple[Choice, ...] = ()
    asks: str = ""
    is_open: bool = False
    place: str = ""
    rest: str = ""
    waits_for: str = ""
    deeds: tuple[Deed, ...] = ()
    picture: str = ""

    @property
    def whole(self) -> str:
        """All of it, for who cannot turn pages."""
        return f"{self.text}\n{self.rest}" if self.rest else self.text


@dataclass(frozen=True)
class Question:
    """What is asked: the farmer's words and the entities in them, or carried over from before."""

    text: str
    intent: str
    entities: tuple[tuple[str, str], ...]
    place: str
    has_place: bool
    now: datetime
    today: date
    names: Catalogue = field(repr=False)
    # Who asks, for answers that are his alone; None for one who never wrote, and from outside.
    person_id: int | None = None

    def value(self, kind: str) -> str:
        """The first value of a kind; empty where there is none."""
        return next(iter(self.values(kind)), "")

    def values(self, kind: str) -> list[str]:
        """The distinct values of one kind of entity."""
        return list(dict.fromkeys(value for entity, value in self.entities if entity == kind))

    @property
    def commodities(self) -> list[CommodityName]:
        """The commodities asked for."""
        found = [self.names.commodity(value) for value in self.values("commodity")]
        return [commodity for commodity in found if commodity]

    @property
    def markets(self) -> list[MarketName]:
        """The markets asked for."""
        return [market for value in self.values("market") if (market := self.names.market(value))]

    @property
    def regions(self) -> list[str]:
        """The division codes asked for."""
        return [code for value in self.values("region") if (code := self.names.places.find(value))]

    @property
    def near(self) -> str:
        """Where to begin looking: the place asked for, else the person's, else home."""
        return self.regions[0] if self.regions else self.place

    @property
    def period(self) -> tuple[date, date] | None:
        """The days asked for."""
        for value in self.values("date"):
            first, _, last = value.partition("/")
            # A Rasa server's own pipeline gives the words (昨天); only the action server's front can read them.
            with suppress(ValueError):
                return date.fromisoformat(first), date.fromisoformat(last or first)
        return None


def as_json(answer: Answer) -> dict[str, Any]:
    """What an answer says besides its words, as JSON can hold it."""
    return {
        "rests_on": [list(row) for row in answer.rests_on],
        "choices": [asdict(choice) for choice in answer.choices],
        "asks": answer.asks,
        "is_open": answer.is_open,
        "place": answer.place,
        "rest": answer.rest,
        "waits_for": answer.waits_for,
        "picture": answer.picture,
        "deeds": [asdict(deed) for deed in answer.deeds],
    }
