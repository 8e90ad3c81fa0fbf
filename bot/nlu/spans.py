"""A part of a message that was recognised, before all of them are weighed against one another."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """`value` is canonical; `start` and `end` count characters of the normalised text."""

    entity: str
    start: int
    end: int
    value: str
    weak: bool = False

    @property
    def length(self) -> int:
        """How many characters it covers."""
        return self.end - self.start


# Between spans of one length the more telling kind wins.
PRIORITY = (
    "phone",
    "price",
    "wage",
    "quantity",
    "date",
    "market",
    "problem",
    "job_type",
    "commodity",
    "region",
    "ordinal",
)


def without_overlaps(spans: list[Span]) -> list[Span]:
    """The longest spans that do not overlap, in the order of the text."""
    chosen: list[Span] = []
    for span in sorted(spans, key=lambda s: (-s.length, PRIORITY.index(s.entity), s.start)):
        if all(span.end <= other.start or span.start >= other.end for other in chosen):
            chosen.append(span)
    return sorted(_with_commodity(chosen, spans), key=lambda span: span.start)


def _with_commodity(chosen: list[Span], spans: list[Span]) -> list[Span]:
    """A message that names no other commodity means the one in a name of two senses (红星: a market and an apple)."""
    if any(span.entity == "commodity" for span in chosen):
        return chosen
    commodities = {(span.start, span.end): span for span in spans if span.entity == "commodity"}
    return [commodities.get((s.start, s.end), s) if s.entity in ("market", "problem") else s for s in chosen]
