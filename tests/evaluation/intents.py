"""What lies behind the figures on messages: each intent, each kind of wording, and what is taken for what."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from tests.bench.figures import table
from tests.evaluation.halves import PARTS, REPORTING, TUNING, share
from tests.evaluation.understanding import Read, tallies

MOST_CONFUSED = 20


def report(halves: Mapping[str, Sequence[Read]]) -> None:
    """Prints all of it; of the reporting half nothing but counts."""
    _wordings(halves[REPORTING])
    _intents(halves[REPORTING])
    _confused(halves)


def wrong(readings: Sequence[Read]) -> list[str]:
    """The messages whose intent was misread, by what was taken for what."""
    lines = [f"{_pair(reading)}: {reading.message.text}" for reading in readings if not reading.is_right]
    return sorted(lines)


def confusions(readings: Sequence[Read]) -> Counter[str]:
    """How often each intent was taken for another."""
    return Counter(_pair(reading) for reading in readings if not reading.is_right)


def _pair(reading: Read) -> str:
    return f"{reading.message.intent} read as {reading.said.intent}"


def _wordings(readings: Sequence[Read]) -> None:
    kinds: dict[str, list[bool]] = defaultdict(list)
    for reading in readings:
        kinds[reading.message.kind].append(reading.is_right)
    rows = [(kind, share(sum(right), len(right)), len(right)) for kind, right in sorted(kinds.items())]
    table(f"by wording ({REPORTING})", ("", "intent accuracy", "messages"), rows)


def _intents(readings: Sequence[Read]) -> None:
    rows = [
        (intent, share(tally.both, tally.read), share(tally.both, tally.meant), f"{tally.f1:.3f}", tally.meant)
        for intent, tally in sorted(tallies(readings).items())
    ]
    table(f"by intent ({REPORTING})", ("", "precision", "recall", "F1", "messages"), rows)


def _confused(halves: Mapping[str, Sequence[Read]]) -> None:
    counts = {part: confusions(halves[part]) for part in PARTS}
    most = (counts[TUNING] + counts[REPORTING]).most_common(MOST_CONFUSED)
    table("most often confused", ("", *PARTS), [(pair, *(counts[part][pair] for part in PARTS)) for pair, _ in most])
