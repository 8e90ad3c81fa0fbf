"""The fresh quotes of one series over several days, each through the gates in its turn."""

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from datetime import date

from knowledge.gates import history
from knowledge.gates.quoted import NEAR, Elsewhere, Quoted


def sift(
    fresh: Sequence[Quoted],
    own: Sequence[Quoted],
    elsewhere: Mapping[date, Sequence[Elsewhere]],
    waiting: Sequence[Quoted] = (),
) -> dict[date, str]:
    """The days whose fresh quote must wait for staff, and why; a quote becomes a measure for later ones once believed.

    `own` are the stored quotes, also of days that the fresh ones correct; `waiting` those held on earlier nights.
    """
    days = {quoted.day for quoted in fresh}
    believed = sorted((past for past in own if past.day not in days), key=_day)
    held = sorted((past for past in waiting if past.day not in days), key=_day)
    found: dict[date, str] = {}
    for quoted in sorted(fresh, key=_day):
        measures = _measures(quoted, believed, own)
        since = [past for past in held if measures and measures[-1].day < past.day < quoted.day]
        reason = history.doubt(quoted, measures, elsewhere.get(quoted.day, ()), since)
        insort(held if reason else believed, quoted, key=_day)
        if reason:
            found[quoted.day] = reason
    return found


def _measures(quoted: Quoted, believed: Sequence[Quoted], own: Sequence[Quoted]) -> Sequence[Quoted]:
    """The quotes shortly before; where there are none what it corrects, or else those after, the nearest last."""
    place = bisect_left(believed, quoted.day, key=_day)
    before = believed[max(0, place - NEAR) : place]
    return before or [past for past in own if past.day == quoted.day] or believed[place : place + NEAR][::-1]


def _day(quoted: Quoted) -> date:
    return quoted.day
