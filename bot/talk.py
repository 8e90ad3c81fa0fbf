"""What was said before, as far as it bears on what comes next."""

from dataclasses import dataclass, replace
from typing import Any

from bot.dispatch import Answered, Request

IDLE_SECONDS, REST_SECONDS = 30 * 60, 24 * 3600

SHOWN = "shown"

# Intents that ask for something we look up, and so can be followed up (那萝卜呢).
LOOKED_UP = frozenset(
    {
        "ask_price", "ask_price_trend", "compare_prices", "find_jobs", "ask_technique", "find_supply", "find_demand",
        "ask_notice", "ask_weather",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Form:
    """A form that is not finished: what was said of it so far, and the part that was asked for last."""

    request: Request
    waits_for: str


@dataclass(frozen=True)
class Talk:
    """What one person and we said last: kept outside the database, since it may be lost.

    `asked` is the last request that was looked up, `choices` the list last shown, `rest` what 「更多」 brings; `form`
    stays open while other things are asked.
    """

    at: float = 0.0
    asked: Request | None = None
    asks: str = ""
    choices: tuple[tuple[str, Request], ...] = ()
    rest: str = ""
    rest_at: float = 0.0
    form: Form | None = None

    def fresh(self, now: float) -> "Talk":
        """The talk as it stands: an idle one is over, but for what 「更多」 brings."""
        if now - self.rest_at > REST_SECONDS:
            return Talk() if now - self.at > IDLE_SECONDS else replace(self, rest="")
        return self if now - self.at <= IDLE_SECONDS else Talk(rest=self.rest, rest_at=self.rest_at)

    def after(self, answers: list[Answered], rest: str, now: float) -> "Talk":
        """The talk once these answers have been given."""
        last = answers[-1]
        asked = last.request if last.asks or last.request.intent in LOOKED_UP else self.asked
        if last.waits_for:
            asked = None
        choices = tuple(choice for answer in answers for choice in answer.choices)
        asked = _with_shown(asked, last)
        chosen = any(last.request == request for _, request in self.choices)
        # Who looks at one of a list may go on with the list.
        rest = rest or (self.rest if chosen else "")
        return Talk(
            at=now,
            asked=asked,
            asks=last.asks,
            choices=choices or (self.choices if chosen else ()),
            rest=rest,
            rest_at=now,
            form=self.form_after(answers),
        )

    def form_after(self, answers: list[Answered]) -> Form | None:
        """The form that is open once these answers have been given."""
        for answer in reversed(answers):
            if answer.waits_for:
                return Form(answer.request, answer.waits_for)
            if self.form and answer.request.intent == self.form.request.intent:
                return None
        return self.form

    def as_json(self) -> dict[str, Any]:
        """The talk as the state store keeps it."""
        return {
            "at": self.at,
            "asked": _packed(self.asked) if self.asked else None,
            "asks": self.asks,
            "choices": [[label, _packed(request)] for label, request in self.choices],
            "rest": self.rest,
            "rest_at": self.rest_at,
            "form": [_packed(self.form.request), self.form.waits_for] if self.form else None,
        }


def _with_shown(asked: Request | None, last: Answered) -> Request | None:
    """A question about techniques with the article that answered it, for what is asked on about it."""
    shown = [(SHOWN, str(number)) for table, number in last.rests_on if table == "article"]
    if not asked or asked is not last.request or not shown:
        return asked
    return replace(asked, entities=(*(e for e in asked.entities if e[0] != SHOWN), *shown))


def from_json(kept: Any) -> Talk:
    """The talk that `as_json` wrote; an empty one for anything else."""
    try:
        return Talk(
            at=float(kept["at"]),
            asked=_unpacked(kept["asked"]) if kept["asked"] else None,
            asks=kept["asks"],
            choices=tuple((label, _unpacked(request)) for label, request in kept["choices"]),
            rest=kept["rest"],
            rest_at=float(kept["rest_at"]),
            form=Form(_unpacked(kept["form"][0]), kept["form"][1]) if kept.get("form") else None,
        )
    except (TypeError, KeyError, ValueError):
        return Talk()


def _packed(request: Request) -> list[Any]:
    return [request.intent, request.text, [list(entity) for entity in request.entities]]


def _unpacked(kept: Any) -> Request:
    intent, text, entities = kept
    return Request(intent, text, tuple((kind, value) for kind, value in entities))
