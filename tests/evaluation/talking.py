"""How many whole talks go as they should; those that do not are named for the tuning half alone."""

from collections import Counter, defaultdict
from unittest.mock import patch

from bot.conversation import Parts
from knowledge import clock, db
from tests import talks
from tests.evaluation.halves import HERE, PARTS, REPORTING, TUNING, part_of, share


def report(parts: Parts) -> None:
    """Prints the share of talks without a wrong turn, by half and by subject."""
    counts: dict[str, Counter[str]] = {part: Counter() for part in PARTS}
    subjects: dict[str, Counter[str]] = defaultdict(Counter)
    wrong = []
    for name, lines in talks.read(HERE / "dialogues"):
        part, subject = part_of("\n".join(lines)), name.rpartition("-")[0]
        fault = _fault(name, lines, parts)
        for count in [counts[part], *([subjects[subject]] if part == REPORTING else [])]:
            count["all"] += 1
            count["right"] += not fault
        if fault and part == TUNING:
            wrong.append(f"{name}: {fault}")
    for part, count in counts.items():
        print(f"{part:10} {count['all']:5} talks  without a wrong turn {share(count['right'], count['all'])}")
    print("  by subject:", "  ".join(f"{s} {share(c['right'], c['all'])}" for s, c in sorted(subjects.items())))
    for line in wrong:
        print(f"  wrong: {line}")


def _fault(name: str, lines: list[str], parts: Parts) -> str:
    with patch.object(db, "current", lambda: parts.store), patch.object(clock, "current", lambda: parts.clock):
        try:
            talks.play(name, lines, parts, lambda watch: setattr(clock, "current", lambda: watch))
        except AssertionError as fault:
            return str(fault).partition("\nassert")[0].replace("\n", " ")[:200]
    return ""
