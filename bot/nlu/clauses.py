"""Two requests in one message, each read by itself: 白菜多少钱，哪里招人摘茶."""

from collections.abc import Callable

from bot.nlu import breaks
from bot.nlu.understand import Understanding

_ASKED = frozenset(
    {
        "ask_price", "ask_price_trend", "compare_prices", "find_jobs", "ask_technique", "find_supply", "find_demand",
        "ask_notice", "ask_weather",
    }
)  # fmt: skip
# What somebody wants of us besides, in the same breath.
_ALSO = frozenset(
    {
        "post_supply", "post_demand", "post_job", "set_price_alert", "subscribe", "give_feedback", "ask_expert",
        "my_posts", "set_location",
    }
)  # fmt: skip
_SURE = 0.6


def readings(whole: Understanding, understand: Callable[[str], Understanding]) -> list[Understanding]:
    """One reading per request of a message; `whole` alone when it is one request (or none)."""
    parts = breaks.parts(whole.text)
    if 2 <= len(parts.texts) <= breaks.MOST:
        found = [understand(part) for part in parts.texts]
        if _are_questions(found) or _is_from_a_place(found) or (parts.is_joined and _are_requests(found)):
            return found
    return [whole]


def _are_questions(found: list[Understanding]) -> bool:
    """Whether each part asks something of its own: another intent, or another commodity of the same."""
    first = found[0]
    if not all(_asks(reading) or _only_names(reading) for reading in found) or not _asks(first):
        return False
    if any(reading.intent == "ask_technique" for reading in found) and any(_only_names(r) for r in found):
        return False
    subjects = {(r.intent if _asks(r) else first.intent, *r.values("commodity")) for r in found}
    return len(subjects) == len(found) and all(r.values("commodity") or r.intent != first.intent for r in found[1:])


def _is_from_a_place(found: list[Understanding]) -> bool:
    """我在漆河，哪里招人: where somebody is, and what he asks there."""
    place, *others = found
    at = place.intent == "set_location" and bool(place.values("region")) and place.confidence >= _SURE
    return at and all(_asks(reading) for reading in others)


def _are_requests(found: list[Understanding]) -> bool:
    """Whether each part wants another service."""
    wanted = {reading.intent for reading in found if reading.confidence >= _SURE}
    return len(wanted) == len(found) and wanted <= _ASKED | _ALSO


def _asks(reading: Understanding) -> bool:
    return reading.intent in _ASKED and reading.confidence >= _SURE and bool(reading.rest)


def _only_names(reading: Understanding) -> bool:
    return not reading.rest and bool(reading.values("commodity"))
