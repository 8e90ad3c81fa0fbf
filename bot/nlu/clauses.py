"""Two questions in one message: 白菜多少钱，哪里招人摘茶."""

import re
from collections.abc import Callable

from bot.nlu.understand import Understanding

MOST = 3
_BREAK = re.compile(r"[，,。；;！!？?\n]+|\s{2,}|(?:另外|还有|顺便|再问)(?:问|一下|下)?")
# 不是白菜，是包菜 is one statement.
_CORRECTS = re.compile(r"不是[^，,。]{1,10}[，,]\s*(?:我(?:说|问)的)?是")
_ASKED = frozenset(
    {
        "ask_price", "ask_price_trend", "compare_prices", "find_jobs", "ask_technique", "find_supply", "find_demand",
        "ask_notice", "ask_weather",
    }
)  # fmt: skip
_SURE = 0.6


def readings(whole: Understanding, understand: Callable[[str], Understanding]) -> list[Understanding]:
    """One reading per question of a message; `whole` alone when it is one question (or none)."""
    if _CORRECTS.search(whole.text):
        return [whole]
    parts = [part.strip() for part in _BREAK.split(whole.text) if part.strip()]
    if 2 <= len(parts) <= MOST:
        found = [understand(part) for part in parts]
        if _are_questions(found):
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


def _asks(reading: Understanding) -> bool:
    return reading.intent in _ASKED and reading.confidence >= _SURE and bool(reading.rest)


def _only_names(reading: Understanding) -> bool:
    return not reading.rest and bool(reading.values("commodity"))
