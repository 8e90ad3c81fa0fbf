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
    """The spans that together say most, in the order of the text: long ones, and 长沙|白菜 before 沙白."""
    best: list[tuple[float, list[Span]]] = [(0.0, [])]
    ending: dict[int, list[Span]] = {}
    for span in spans:
        ending.setdefault(span.end, []).append(span)
    for end in range(1, max(ending, default=0) + 1):
        choice = best[end - 1]
        for span in ending.get(end, ()):
            weight = best[span.start][0] + span.length**2 - PRIORITY.index(span.entity) / 100
            if weight > choice[0]:
                choice = (weight, [*best[span.start][1], span])
        best.append(choice)
    return sorted(_with_commodity(best[-1][1], spans), key=lambda span: span.start)


def _with_commodity(chosen: list[Span], spans: list[Span]) -> list[Span]:
    """A message that names no other commodity means the one in a name of two senses (红星: a market and an apple)."""
    if any(span.entity == "commodity" for span in chosen):
        return chosen
    commodities = {(span.start, span.end): span for span in spans if span.entity == "commodity"}
    return [commodities.get((s.start, s.end), s) if s.entity in ("market", "problem") else s for s in chosen]
