"""How many whole talks go as they should."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from unittest.mock import patch

from bot.conversation import Parts
from knowledge import clock, db
from tests import talks
from tests.bench.figures import table
from tests.evaluation.figures import TALKS, Figures
from tests.evaluation.halves import HERE, REPORTING, ratio, share


@dataclass(frozen=True)
class Played:
    """A talk and its first wrong turn; no fault where there is none."""

    name: str
    text: str
    fault: str

    @property
    def subject(self) -> str:
        return self.name.rpartition("-")[0]


def played(parts: Parts) -> list[Played]:
    """Every talk of the data."""
    found = talks.read(HERE / "dialogues")
    return [Played(name, "\n".join(lines), _fault(name, lines, parts)) for name, lines in found]


def figures(played_talks: Sequence[Played]) -> Figures:
    """The figures of one half."""
    return {TALKS[0]: ratio(sum(not talk.fault for talk in played_talks), len(played_talks))}


def subjects(played_talks: Sequence[Played]) -> None:
    """Prints the share of talks without a wrong turn for each subject."""
    found: dict[str, list[bool]] = defaultdict(list)
    for talk in played_talks:
        found[talk.subject].append(not talk.fault)
    rows = [(subject, share(sum(right), len(right)), len(right)) for subject, right in sorted(found.items())]
    table(f"by subject ({REPORTING})", ("", "without a wrong turn", "talks"), rows)


def wrong(played_talks: Sequence[Played]) -> list[str]:
    """The talks that take a wrong turn, with the reply there."""
    return [f"{talk.name}: {talk.fault}" for talk in played_talks if talk.fault]


def _fault(name: str, lines: list[str], parts: Parts) -> str:
    with patch.object(db, "current", lambda: parts.store), patch.object(clock, "current", lambda: parts.clock):
        try:
            talks.play(name, lines, parts, lambda watch: setattr(clock, "current", lambda: watch))
        except AssertionError as fault:
            return str(fault).partition("\nassert")[0].replace("\n", " ")[:200]
    return ""
