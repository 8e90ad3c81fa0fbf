"""Whether a fresh figure fits what its own series said before, and what other markets say around that day.

Every limit is a factor on the figure; docs/gates.md says on what they were tuned, and what they let through.
"""

from collections.abc import Sequence
from math import log
from statistics import median

from knowledge.gates import bands, slips
from knowledge.gates.quoted import Elsewhere, Quoted, is_double, usual

# A step is measured from the usual figure or from the last quote, whichever is nearer.
STEP, STEP_AFTER_PAUSE, PAUSE_DAYS = log(1.6), log(2.0), 30
# Some are doubted sooner: exact doubles of one of the last quotes, figures nearer to held ones than to believed ones,
# and those that no other market goes with.
SMALLEST, STEP_ALONE, TWINS = log(1.3), log(1.4), 3
# Other markets explain a step when theirs is as near as this.
EXPLAINED, FEWEST_OTHERS = log(1.3), 2
# A held step is believed once so many held quotes and the fresh one lie this close together.
HELD_BEFORE, TOGETHER = 3, log(1.3)
# Against fewer believed quotes than that it has the majority.
# Otherwise never by itself where it may be a doubling or goes further than prices do. A new season may begin at twice.
DOUBLE, NEAR_DOUBLE, LARGEST, LARGEST_AFTER_PAUSE = log(2.0), log(1.2), log(3.5), log(5.0)
# A first figure is measured by other markets alone, whose varieties and grades differ.
FIRST = log(2.5)


def doubt(
    fresh: Quoted, own: Sequence[Quoted], others: Sequence[Elsewhere] = (), waiting: Sequence[Quoted] = ()
) -> str:
    """Why staff must look at a quote first, in Chinese; empty when it can be believed.

    `own` are the series' last believed quotes, oldest first, however old (five are enough); `waiting` those held since
    the last of them; `others` what markets of other sources say. A first figure that nobody can measure is believed.
    """
    if not own:
        return _first(fresh, others)
    before = usual(own)
    step = min(log(fresh.average / before), log(fresh.average / own[-1].average), key=abs)
    if abs(step) < SMALLEST or _is_believable(fresh, own, step, others, waiting):
        return bands.doubt(fresh, own)
    return slips.told(before, fresh.average)


def _first(fresh: Quoted, others: Sequence[Elsewhere]) -> str:
    if not others:
        return ""
    there = median(other.average for other in others)
    return slips.told(there, fresh.average, slips.ELSEWHERE) if abs(log(fresh.average / there)) > FIRST else ""


def _is_believable(
    fresh: Quoted, own: Sequence[Quoted], step: float, others: Sequence[Elsewhere], waiting: Sequence[Quoted]
) -> bool:
    moved = _moved(others)
    if moved is not None and abs(step - moved) < EXPLAINED:
        return True
    small = abs(step) < (STEP_AFTER_PAUSE if _is_after_pause(fresh, own) else STEP)
    alone = moved is not None and abs(step - moved) >= STEP_ALONE
    if small and not (alone or _is_with_held(fresh, waiting, step) or _is_twin(fresh, own)):
        return True
    return _is_settled([*waiting, fresh], own, others)


def _is_with_held(fresh: Quoted, waiting: Sequence[Quoted], step: float) -> bool:
    """Whether the last held quote is nearer than any believed one."""
    return bool(waiting) and abs(log(fresh.average / waiting[-1].average)) < abs(step)


def _moved(others: Sequence[Elsewhere]) -> float | None:
    """How far the other markets are from their usual figures; None where too few can say."""
    moves = [log(other.average / other.usual) for other in others if other.usual]
    return median(moves) if len(moves) >= FEWEST_OTHERS else None


def _is_after_pause(fresh: Quoted, own: Sequence[Quoted]) -> bool:
    return abs((fresh.day - own[-1].day).days) > PAUSE_DAYS


def _is_twin(fresh: Quoted, own: Sequence[Quoted]) -> bool:
    return any(is_double(fresh, past) for past in own[-TWINS:])


def _is_settled(held: Sequence[Quoted], own: Sequence[Quoted], others: Sequence[Elsewhere]) -> bool:
    """Whether the quotes held since the last believed one, the fresh one last, have made a new level."""
    recent = [quoted.average for quoted in held[-HELD_BEFORE - 1 :]]
    level, before = median(recent), usual(own)
    if len(recent) <= HELD_BEFORE or any(abs(log(figure / level)) > TOGETHER for figure in recent):
        return False
    if len(own) < HELD_BEFORE:
        return True
    shift = abs(log(level / before))
    if _is_after_pause(held[0], own):
        return shift < LARGEST_AFTER_PAUSE
    may_be_double = abs(shift - DOUBLE) < NEAR_DOUBLE or any(_is_twin(quoted, own) for quoted in held)
    return (shift < LARGEST and not may_be_double) or _is_level_of(others, level, before)


def _is_level_of(others: Sequence[Elsewhere], level: float, before: float) -> bool:
    """Whether other markets stand at the new level and far from the old one."""
    if len(others) < FEWEST_OTHERS:
        return False
    there = median(other.average for other in others)
    return abs(log(level / there)) < EXPLAINED and abs(log(before / there)) > STEP
